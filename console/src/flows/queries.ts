import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, ok } from "../api/client";
import { currentLanguage } from "../i18n/language";
import type { BoardFilters } from "./board/filters";
import { POLLING } from "./polling";
import type { BoardView } from "./types";

// Names of steps, roles and reasons come in the language of the request: it is part of every key.
export const FLOWS_KEY = ["flows"] as const;
export const BOARD_KEY = ["flows", "board"] as const;
export const CARDS_KEY = ["flows", "cards"] as const;
export const RUNS_KEY = ["flows", "runs"] as const;
export const DESIGN_KEY = ["flows", "design"] as const;
export const ROLES_KEY = ["flows", "roles"] as const;
export const runKey = (id: string) => ["flows", "run", id] as const;
export const historyKey = (id: string) => ["flows", "history", id] as const;
export const COLUMN_PAGE = 30;
const PAGE = 50;

export function useFlows(isEnabled = true) {
  return useQuery({
    queryKey: [...DESIGN_KEY, currentLanguage()],
    enabled: isEnabled,
    staleTime: 60_000,
    queryFn: async ({ signal }) => (await ok(api.GET("/v1/flows", { signal }))).items,
  });
}

/** A version never changes, but its texts follow the reader. */
export function useFlowVersion(flow_id: string, number: number, isEnabled = true) {
  return useQuery({
    queryKey: ["flows", "version", flow_id, number],
    enabled: isEnabled,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const path = { flow_id, number: String(number) };
      return (await ok(api.GET("/v1/flows/{flow_id}/versions/{number}", { params: { path }, signal })))
        .definition;
    },
  });
}

export function useFlowRoles(isEnabled = true) {
  return useQuery({
    queryKey: ROLES_KEY,
    enabled: isEnabled,
    staleTime: 60_000,
    queryFn: ({ signal }) => ok(api.GET("/v1/flow-roles", { signal })),
  });
}

/** The first page of every column. */
export function useBoard(flow: string | undefined, filters: BoardFilters) {
  return useQuery<BoardView>({
    ...POLLING,
    queryKey: [...BOARD_KEY, flow ?? null, filters, currentLanguage()],
    // Other filters narrow what is in sight; another flow has other columns.
    placeholderData: (before, query) => (query?.queryKey[2] === (flow ?? null) ? before : undefined),
    queryFn: ({ signal }) =>
      ok(api.GET("/v1/board", { params: { query: { flow, ...filters, limit: COLUMN_PAGE } }, signal })),
  });
}

/** What a column has beyond its first page, once somebody wants it. */
export function useRestOfColumn(
  column: { flow: string; node: string; filters: BoardFilters; cursor: string | null },
  isEnabled: boolean,
) {
  const { flow, node, filters, cursor } = column;
  return useInfiniteQuery({
    ...POLLING,
    queryKey: [...BOARD_KEY, "rest", flow, node, filters, currentLanguage()],
    enabled: isEnabled && cursor !== null,
    initialPageParam: cursor,
    queryFn: ({ pageParam, signal }) => {
      const query = { flow, node, ...filters, limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) };
      return ok(api.GET("/v1/cards", { params: { query }, signal }));
    },
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** What is with me and my flow roles, or all that is blocked. */
export function useCards(which: "mine" | "blocked") {
  return useInfiniteQuery({
    ...POLLING,
    queryKey: [...CARDS_KEY, which, currentLanguage()],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = {
        ...(which === "blocked" ? { blocked: true } : { holder: "me" }),
        limit: PAGE,
        ...(pageParam ? { cursor: pageParam } : {}),
      };
      return ok(api.GET("/v1/cards", { params: { query }, signal }));
    },
    getNextPageParam: (page) => page.next_cursor,
  });
}

export const readRun = (run_id: string, signal?: AbortSignal) =>
  ok(api.GET("/v1/runs/{run_id}", { params: { path: { run_id } }, signal }));

/** One run, whole; also what a single card needs: choices, comments and files. */
export function useRun(id: string, isEnabled = true) {
  return useQuery({
    ...POLLING,
    queryKey: [...runKey(id), currentLanguage()],
    enabled: isEnabled,
    queryFn: ({ signal }) => readRun(id, signal),
  });
}

export const readHistory = (run_id: string, cursor: string | null, limit: number, signal?: AbortSignal) => {
  const query = { limit, ...(cursor ? { cursor } : {}) };
  return ok(api.GET("/v1/runs/{run_id}/history", { params: { path: { run_id }, query }, signal }));
};

export function useHistory(id: string) {
  return useInfiniteQuery({
    queryKey: historyKey(id),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => readHistory(id, pageParam, PAGE, signal),
    getNextPageParam: (page) => page.next_cursor,
  });
}

export function useRunsOf(lead_id: string, isEnabled: boolean) {
  return useQuery({
    queryKey: [...RUNS_KEY, "lead", lead_id, currentLanguage()],
    enabled: isEnabled,
    queryFn: async ({ signal }) =>
      (await ok(api.GET("/v1/runs", { params: { query: { lead_id, limit: 20 } }, signal }))).items,
  });
}
