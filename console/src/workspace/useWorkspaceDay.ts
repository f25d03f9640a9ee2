import { useMemo } from "react";
import type { Day } from "./dayContext";
import { dayIn } from "./days";
import { useWorkspace } from "./queries";

/** The workspace's settings and its day, which everything about leads needs. */
export function useWorkspaceDay(): { day: Day | null; error: unknown; retry: () => void } {
  const workspace = useWorkspace();
  const today = workspace.data ? dayIn(workspace.data.timezone, new Date()) : "";
  const day = useMemo(
    () => (workspace.data ? { workspace: workspace.data, today } : null),
    [workspace.data, today],
  );
  return { day, error: workspace.data ? null : workspace.error, retry: () => void workspace.refetch() };
}
