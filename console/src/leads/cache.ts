/** The lists of the cache with a lead as it is now, without asking for them again under the reader's eyes. */
import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import { LIST_KEY, leadKey, PIPELINE_KEY, timelineKey } from "./queries";
import type { LeadPage, LeadRow, Tagged } from "./types";

export type Pages = InfiniteData<LeadPage, string | null>;

export function mapRows(pages: Pages, change: (row: LeadRow) => LeadRow): Pages {
  return { ...pages, pages: pages.pages.map((page) => ({ ...page, items: page.items.map(change) })) };
}

/** Shows a change in every list at once, and gives what takes it back. */
export function showInLists(cache: QueryClient, id: string, change: Partial<LeadRow>): () => void {
  const before = cache.getQueriesData<Pages>({ queryKey: LIST_KEY });
  cache.setQueriesData<Pages>({ queryKey: LIST_KEY }, (pages) =>
    pages?.pages ? mapRows(pages, (row) => (row.id === id ? { ...row, ...change } : row)) : pages,
  );
  return () => {
    for (const [key, pages] of before) cache.setQueryData(key, pages);
  };
}

/** After a change of a lead was accepted: it stands everywhere as the answer says; figures and timelines are read anew. */
export function acceptLead(cache: QueryClient, after: Tagged): void {
  const { id } = after.body;
  cache.setQueriesData<Tagged>({ queryKey: leadKey(id) }, () => after);
  showInLists(cache, id, after.body);
  void cache.invalidateQueries({ queryKey: timelineKey(id) });
  void cache.invalidateQueries({ queryKey: PIPELINE_KEY });
  void cache.invalidateQueries({ queryKey: ["customers"] });
  // Where the lead stands in the lists is for their next reading: nothing jumps.
  void cache.invalidateQueries({ queryKey: ["leads", "today"], refetchType: "none" });
  void cache.invalidateQueries({ queryKey: LIST_KEY, refetchType: "none" });
}
