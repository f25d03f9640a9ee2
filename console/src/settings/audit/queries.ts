import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { api, ok, type Schemas } from "../../api/client";

export type LogEvent = Schemas["EventList"]["items"][number];

export interface AuditFilters {
  kind?: string;
  actor?: string;
  /** Dates of the workspace, `YYYY-MM-DD`, both included. */
  from?: string;
  to?: string;
}

export function useAuditLog(filters: AuditFilters) {
  return useInfiniteQuery({
    queryKey: ["settings", "audit", filters],
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Schemas["EventList"]) => page.next_cursor ?? undefined,
    queryFn: ({ signal, pageParam }) =>
      ok(api.GET("/v1/audit", { params: { query: { ...filters, limit: 50, cursor: pageParam } }, signal })),
  });
}
