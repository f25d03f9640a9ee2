import { useCallback } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";

/** Words and the open customer are in the address: a link, a reload and "back" bring the same. */
export function useCustomersAddress() {
  const [search, setSearch] = useSearchParams();
  const { customerId } = useParams();
  const navigate = useNavigate();
  const text = search.toString();
  const words = search.get("q") ?? "";
  const setWords = useCallback(
    (next: string) => setSearch(next ? { q: next } : {}, { replace: true }),
    [setSearch],
  );
  const toCustomer = useCallback((id: string) => ({ pathname: `/customers/${id}`, search: text }), [text]);
  const close = useCallback(() => void navigate({ pathname: "/customers", search: text }), [navigate, text]);
  const open = (id: string) => void navigate(toCustomer(id), { replace: true });
  return { words, setWords, customerId, toCustomer, open, close };
}

export type CustomersAddress = ReturnType<typeof useCustomersAddress>;
