import { useInfiniteQuery } from "@tanstack/react-query";
import { api, ok } from "../api/client";
import { addDays, dayIn } from "../workspace/days";
import type { LeadRow } from "./worklist";

export type Whose = "mine" | "team";
type LeadQuery = NonNullable<Parameters<typeof leadPage>[0]>;

function leadPage(
  query: {
    owner?: string;
    pool?: boolean;
    silent?: boolean;
    overdue?: boolean;
    open?: boolean;
    due_before?: string;
    sort?: "next_follow_up_at" | "-updated_at";
  },
  cursor: string | null,
  signal: AbortSignal,
) {
  const params = { query: { ...query, limit: 200, ...(cursor ? { cursor } : {}) } };
  return ok(api.GET("/v1/leads", { params, signal }));
}

function useLeadList(name: string, query: LeadQuery, isEnabled: boolean) {
  return useInfiniteQuery({
    queryKey: ["leads", "today", name, query],
    enabled: isEnabled,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => leadPage(query, pageParam, signal),
    getNextPageParam: (page) => page.next_cursor,
  });
}

export type LeadList = ReturnType<typeof useLeadList>;

export function rowsOf(list: LeadList): LeadRow[] {
  return list.data?.pages.flatMap((page) => page.items) ?? [];
}

/** The four lists that a day's work is sorted out of. Days are the workspace's. */
export function useDayLists(whose: Whose, timezone: string | undefined) {
  const today = timezone ? dayIn(timezone, new Date()) : "";
  const isKnown = timezone !== undefined;
  const rows = whose === "mine" ? { owner: "me" } : { pool: false };
  return {
    today,
    due: useLeadList("due", { ...rows, due_before: today && addDays(today, 1) }, isKnown),
    coming: useLeadList(
      "coming",
      { ...rows, overdue: false, due_before: today && addDays(today, 8) },
      isKnown,
    ),
    silent: useLeadList("silent", { ...rows, silent: true, open: true }, isKnown),
    pool: useLeadList("pool", { pool: true, open: true, sort: "-updated_at" }, isKnown),
  };
}
