import { useEffect } from "react";
import type { LeadPages } from "../queries";

/** Asks for the next page while the end of what is there is near; after a failure only a person asks again. */
export function useMore(pages: LeadPages, isNearEnd: boolean): void {
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = pages;
  useEffect(() => {
    if (isNearEnd && hasNextPage && !isFetching && !isFetchNextPageError) void fetchNextPage();
  }, [isNearEnd, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage]);
}
