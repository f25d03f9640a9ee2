import { useQuery } from "@tanstack/react-query";
import { api, ok, type Schemas } from "../api/client";

export type Workspace = Schemas["WorkspaceView"];

/** Stages, reasons, time zone and usual days of the workspace. Take names by language out of `names`. */
export function useWorkspace() {
  return useQuery({
    queryKey: ["workspace"],
    staleTime: 5 * 60_000,
    queryFn: ({ signal }) => ok(api.GET("/v1/workspace", { signal })),
  });
}
