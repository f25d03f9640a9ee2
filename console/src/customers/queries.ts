import { useInfiniteQuery, useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, ok, type Schemas, tagged } from "../api/client";
import type { LeadEvent } from "../leads/types";
import { openMerges } from "./merging";
import type { Customer } from "./types";

export const CUSTOMERS_KEY = ["customers"] as const;
export const customerKey = (id: string) => ["customers", "one", id] as const;
const PAGE = 200;
/** Of so many leads' pasts is a customer's put together; whoever has more is read lead by lead. */
const MOST_LEADS = 20;
const EVENTS = 50;

export function useCustomerPages() {
  return useInfiniteQuery({
    queryKey: [...CUSTOMERS_KEY, "list"],
    staleTime: 30_000,
    refetchOnWindowFocus: false,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) };
      return ok(api.GET("/v1/customers", { params: { query }, signal }));
    },
    getNextPageParam: (page) => page.next_cursor,
  });
}

export type CustomerPages = ReturnType<typeof useCustomerPages>;

/** The customers read so far, each once. */
export function useCustomerRows(pages: CustomerPages["data"]): Customer[] {
  return useMemo(() => {
    const rows = new Map<string, Customer>();
    for (const page of pages?.pages ?? []) for (const each of page.items) rows.set(each.id, each);
    return [...rows.values()];
  }, [pages]);
}

export function useCustomer(id: string, isEnabled = true) {
  return useQuery({
    queryKey: customerKey(id),
    enabled: isEnabled && id !== "",
    queryFn: ({ signal }) =>
      tagged(api.GET("/v1/customers/{customer_id}", { params: { path: { customer_id: id } }, signal })),
  });
}

/** Customers with like names, and those that several reps work on: for those who may settle it. */
export function useDuplicates(isEnabled: boolean) {
  return useQuery({
    queryKey: [...CUSTOMERS_KEY, "duplicates"],
    enabled: isEnabled,
    staleTime: 5 * 60_000,
    queryFn: ({ signal }) =>
      ok(api.GET("/v1/leads/duplicates", { params: { query: { limit: 200 } }, signal })),
  });
}

/** What was made part of this customer and may still be taken out of it; known to those who may read the log. */
export function useOpenMerges(id: string, isEnabled: boolean) {
  return useQuery({
    queryKey: [...customerKey(id), "merges"],
    enabled: isEnabled,
    queryFn: async ({ signal }) => {
      const query = { about: id, limit: 200 };
      const { items } = await ok(api.GET("/v1/audit", { params: { query }, signal }));
      return openMerges(items, new Date());
    },
  });
}

export interface PastEvent {
  leadId: string;
  event: LeadEvent;
}

/** What happened to all leads of a customer, newest first. */
export function usePast(leadIds: string[]) {
  return useQueries({
    queries: leadIds.slice(0, MOST_LEADS).map((lead_id) => ({
      queryKey: [...CUSTOMERS_KEY, "past", lead_id],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        ok(
          api.GET("/v1/leads/{lead_id}/timeline", {
            params: { path: { lead_id }, query: { limit: EVENTS } },
            signal,
          }),
        ),
    })),
    combine: (results) => ({
      isPending: results.some((each) => each.isPending),
      error: results.find((each) => each.error)?.error ?? null,
      events: results
        .flatMap(({ data }, at): PastEvent[] =>
          (data?.items ?? []).map((event) => ({ leadId: leadIds[at] ?? "", event })),
        )
        .sort((one, other) => other.event.at.localeCompare(one.event.at)),
    }),
  });
}

export type Change = Schemas["CustomerChange"];
