import { type InfiniteData, keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, ok, tagged } from "../api/client";
import { currentLanguage } from "../i18n/language";
import type { LeadQuery } from "./filter/filters";
import type { LeadPage, LeadRow } from "./types";

export const LIST_KEY = ["leads", "list"] as const;
export const PIPELINE_KEY = ["leads", "pipeline"] as const;
export const VIEWS_KEY = ["leads", "views"] as const;
export const leadKey = (id: string) => ["leads", "one", id] as const;
export const timelineKey = (id: string) => ["leads", "timeline", id] as const;
/** Enough for two screens, few enough to come at once. */
const PAGE = 100;
const EVENTS = 100;
const MOST_PAGES_ANEW = 3;

type PagesKey = readonly [...typeof LIST_KEY, LeadQuery, number];

export function useLeadPages(query: LeadQuery, limit = PAGE) {
  return useInfiniteQuery<LeadPage, Error, InfiniteData<LeadPage, string | null>, PagesKey, string | null>({
    queryKey: [...LIST_KEY, query, limit],
    placeholderData: keepPreviousData,
    // To read a list anew is to read all of its pages: not for a glance at another window, and never hundreds of them.
    refetchOnWindowFocus: false,
    refetchOnMount: ({ state }) => pageCount(state.data) <= MOST_PAGES_ANEW,
    gcTime: 60_000,
    initialPageParam: null,
    queryFn: ({ pageParam, signal }) => {
      // Whoever scrolls on gets larger pages: the first one had to come at once.
      const next = pageParam ? { cursor: pageParam, limit: 2 * limit } : { limit };
      const params = { query: { ...query, ...next } };
      return ok(api.GET("/v1/leads", { params, signal }));
    },
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** The query's state is that of one page to its types, and all pages in truth. */
function pageCount(data: unknown): number {
  return (data as InfiniteData<LeadPage> | undefined)?.pages.length ?? 0;
}

export type LeadPages = ReturnType<typeof useLeadPages>;

/** The rows so far. A lead that moved between two pages while they were read stands once. */
export function useRows(pages: LeadPages["data"]): LeadRow[] {
  return useMemo(() => {
    const rows = new Map<string, LeadRow>();
    for (const page of pages?.pages ?? []) {
      for (const lead of page.items) if (!rows.has(lead.id)) rows.set(lead.id, lead);
    }
    return [...rows.values()];
  }, [pages]);
}

export const readLead = (lead_id: string, signal?: AbortSignal) =>
  tagged(api.GET("/v1/leads/{lead_id}", { params: { path: { lead_id } }, signal }));

export function useLead(id: string) {
  return useQuery({
    // Names of hold reasons are in the language of the request.
    queryKey: [...leadKey(id), currentLanguage()],
    queryFn: ({ signal }) => readLead(id, signal),
  });
}

export function useTimeline(id: string) {
  return useInfiniteQuery({
    queryKey: timelineKey(id),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: EVENTS, ...(pageParam ? { cursor: pageParam } : {}) };
      const params = { path: { lead_id: id }, query };
      return ok(api.GET("/v1/leads/{lead_id}/timeline", { params, signal }));
    },
    getNextPageParam: (page) => page.next_cursor,
  });
}

export function usePipeline(isEnabled = true) {
  return useQuery({
    queryKey: PIPELINE_KEY,
    enabled: isEnabled,
    queryFn: async ({ signal }) => (await ok(api.GET("/v1/pipeline", { signal }))).items,
  });
}

export function useViews() {
  return useQuery({
    queryKey: VIEWS_KEY,
    queryFn: async ({ signal }) => (await ok(api.GET("/v1/views", { signal }))).items,
  });
}

/** Names of the products that are sold now, to suggest. */
export function useProductNames(isEnabled: boolean) {
  return useQuery({
    queryKey: ["products", "names"],
    enabled: isEnabled,
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) => {
      const { items } = await ok(api.GET("/v1/products", { params: { query: { limit: 200 } }, signal }));
      return items.filter((each) => !each.archived).map((each) => each.name);
    },
  });
}
