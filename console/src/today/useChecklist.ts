import { type QueryKey, useQueries } from "@tanstack/react-query";
import { api, ok } from "../api/client";
import { useMay } from "../auth/queries";
import { CHECKLIST_STEPS, type ChecklistStep, type ChecklistStepId } from "./checklistSteps";

/** Whether each step has been taken, asked of the server: no step is ticked by hand. */
const IS_DONE: Record<ChecklistStepId, { key: QueryKey; ask: (signal: AbortSignal) => Promise<boolean> }> = {
  import: {
    key: ["imports", "any"],
    ask: async (signal) => {
      const { items } = await ok(api.GET("/v1/imports", { params: { query: { limit: 20 } }, signal }));
      return items.some((each) => each.status === "done" && !each.dry_run);
    },
  },
  follow_up: {
    key: ["leads", "any-followed-up"],
    ask: async (signal) => {
      const query = { sort: "-updated_at" as const, limit: 100 };
      const { items } = await ok(api.GET("/v1/leads", { params: { query }, signal }));
      return items.some((lead) => (lead.follow_up_count ?? 0) > 0);
    },
  },
  channel: {
    key: ["channels", "any"],
    ask: async (signal) => (await ok(api.GET("/v1/channels", { signal }))).items.length > 0,
  },
  invite: {
    key: ["members", "any-other"],
    ask: async (signal) => (await ok(api.GET("/v1/members", { signal }))).items.length > 1,
  },
};

export interface CheckedStep {
  step: ChecklistStep;
  isDone: boolean;
}

/** The steps that this member may take. */
export function useChecklist(): { steps: CheckedStep[]; isPending: boolean } {
  const may = useMay();
  const steps = CHECKLIST_STEPS.filter((step) => may(step.may));
  const answers = useQueries({
    queries: steps.map(({ id }) => ({
      queryKey: IS_DONE[id].key,
      queryFn: ({ signal }: { signal: AbortSignal }) => IS_DONE[id].ask(signal),
    })),
  });
  return {
    steps: steps.map((step, at) => ({ step, isDone: answers[at]?.data ?? false })),
    isPending: answers.some((answer) => answer.isPending),
  };
}
