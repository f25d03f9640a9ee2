import { useCallback, useMemo } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { type Filters, readFilters, withFilters } from "./filter/filters";
import { keep, readKept } from "./kept";

export type Layout = "table" | "board";

/** Everything that the pages of the leads show is in the address: a link, a reload and "back" bring the same. */
export function useLeadsAddress() {
  const [search, setSearch] = useSearchParams();
  const { leadId } = useParams();
  const navigate = useNavigate();
  const text = search.toString();
  const filters = useMemo(() => readFilters(new URLSearchParams(text)), [text]);
  const asked = search.get("layout") ?? readKept("layout");
  const layout: Layout = asked === "board" ? "board" : "table";
  const setFilters = useCallback(
    (next: Filters) => setSearch((now) => withFilters(now, next), { replace: true }),
    [setSearch],
  );
  const setLayout = useCallback(
    (next: Layout) => {
      keep("layout", next);
      setSearch((now) => {
        const after = new URLSearchParams(now);
        after.set("layout", next);
        return after;
      });
    },
    [setSearch],
  );
  const toLead = useCallback((id: string) => ({ pathname: `/leads/${id}`, search: text }), [text]);
  const close = useCallback(() => void navigate({ pathname: "/leads", search: text }), [navigate, text]);
  return { filters, setFilters, layout, setLayout, leadId, toLead, close };
}

export type LeadsAddress = ReturnType<typeof useLeadsAddress>;
