import { useDeferredValue, useMemo, useState } from "react";
import { useMore } from "../ui/useMore";
import { matching } from "./matching";
import { useCustomerPages, useCustomerRows } from "./queries";

/** So many are looked through before a person is asked whether to go on. */
const LOOKED_THROUGH = 2000;

/** The customers that some words mean. They are found among those read, so the rest is read while one looks. */
export function useFound(words: string) {
  const pages = useCustomerPages();
  const rows = useCustomerRows(pages.data);
  const wanted = useDeferredValue(words.trim());
  const [rounds, setRounds] = useState(1);
  const isLooking = wanted !== "" && pages.hasNextPage && rows.length < rounds * LOOKED_THROUGH;
  useMore(pages, isLooking);
  const found = useMemo(() => matching(rows, wanted), [rows, wanted]);
  return {
    pages,
    found,
    read: rows.length,
    isLooking: isLooking && !pages.isFetchNextPageError,
    /** There are more to look through than were read. */
    goOn: wanted !== "" && pages.hasNextPage && !isLooking ? () => setRounds(rounds + 1) : null,
  };
}
