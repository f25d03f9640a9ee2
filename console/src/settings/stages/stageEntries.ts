import type { Schemas } from "../../api/client";
import { type Entry, entryChange, entryOf, replaced } from "../entries/entries";
import { isSame } from "../setup/threeWay";
import type { SetupSection, Stage } from "../setup/types";

export interface StageEntry extends Entry {
  kind: Stage["kind"];
  silent_days: number | null;
  silent_basis: Stage["silent_basis"];
  dwell_days: number | null;
}

export const STAGES: SetupSection<StageEntry[]> = {
  read: (workspace) =>
    workspace.stages.map((stage) => ({
      ...entryOf(stage),
      kind: stage.kind,
      silent_days: stage.silent_days,
      silent_basis: stage.silent_basis,
      dwell_days: stage.dwell_days,
    })),
  write: (stages) => ({ stages: stages.map(stageChange) }),
};

function stageChange(stage: StageEntry): Schemas["StageChange"] {
  const { kind, silent_days, silent_basis, dwell_days } = stage;
  return { ...entryChange(stage), kind, silent_days, silent_basis, dwell_days };
}

/** With the stage as it is now; a new open one comes before those that close a lead. */
export function withStage(stages: StageEntry[], stage: StageEntry): StageEntry[] {
  if (stage.kind !== "open" || stages.some((each) => each.key === stage.key)) return replaced(stages, stage);
  const firstClosing = stages.findIndex((each) => !each.archived && each.kind !== "open");
  return firstClosing < 0 ? replaced(stages, stage) : stages.toSpliced(firstClosing, 0, stage);
}

/** Whether open leads would be due at other times than before. */
export function limitsChanged(base: StageEntry[], value: StageEntry[]): boolean {
  return value.some((stage) => {
    const before = base.find((each) => each.key === stage.key);
    return before !== undefined && !isSame(limitsOf(before), limitsOf(stage));
  });
}

function limitsOf({ silent_days, silent_basis, dwell_days }: StageEntry) {
  return [silent_days, silent_days === null ? null : silent_basis, dwell_days];
}

/** The stages that are in use by the server's word and archived in the draft. */
export function leavingStages(base: StageEntry[], value: StageEntry[]): StageEntry[] {
  return base.filter(
    (stage) => !stage.archived && !value.some((each) => each.key === stage.key && !each.archived),
  );
}

export type StagesFault = "open_missing" | "won_missing" | "lost_missing" | "first_not_open";

/** The rules that the server holds stages to, told before it is asked. */
export function stagesFault(stages: StageEntry[]): StagesFault | null {
  const live = stages.filter((stage) => !stage.archived);
  for (const kind of ["open", "won", "lost"] as const) {
    if (!live.some((stage) => stage.kind === kind)) return `${kind}_missing`;
  }
  return live[0]?.kind === "open" ? null : "first_not_open";
}
