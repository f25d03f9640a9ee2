import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, ifMatch, ok } from "../../api/client";
import type { WorkspaceChange } from "./types";

const WORKSPACE_KEY = ["settings", "workspace"] as const;

export function useWorkspace() {
  return useQuery({
    queryKey: WORKSPACE_KEY,
    queryFn: ({ signal }) => ok(api.GET("/v1/workspace", { signal })),
  });
}

/** A change of the set-up that was made on `version`; all that other pages show of the set-up is asked for anew. */
export function useChangeWorkspace() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ change, version }: { change: WorkspaceChange; version: number }) =>
      ok(api.PATCH("/v1/workspace", { body: change, headers: ifMatch(version) })),
    onSuccess: (workspace) => {
      cache.setQueryData(WORKSPACE_KEY, workspace);
      void cache.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] !== WORKSPACE_KEY[1] });
    },
  });
}

/** The newest change of the set-up, to tell who was faster; null where the log can't be read. */
export function useNewestSetupChange(isWanted: boolean) {
  return useQuery({
    queryKey: ["settings", "newest-setup-change"],
    enabled: isWanted,
    staleTime: 0,
    retry: false,
    queryFn: async ({ signal }) => {
      const query = { kind: "workspace.changed", limit: 1 };
      return (await ok(api.GET("/v1/audit", { params: { query }, signal }))).items[0] ?? null;
    },
  });
}
