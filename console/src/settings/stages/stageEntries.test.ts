import { expect, test } from "vitest";
import { leavingStages, limitsChanged, type StageEntry, stagesFault, withStage } from "./stageEntries";

const stage = (key: string, more: Partial<StageEntry> = {}): StageEntry => ({
  key,
  id: key,
  names: { "zh-CN": key, en: key },
  archived: false,
  kind: "open",
  silent_days: 3,
  silent_basis: "calendar",
  dwell_days: null,
  ...more,
});
const WON = stage("won", { kind: "won", silent_days: null });
const LOST = stage("lost", { kind: "lost", silent_days: null });

test("another limit of a known stage means that open leads are recomputed", () => {
  const base = [stage("a"), WON];
  expect(limitsChanged(base, [stage("a", { silent_days: 4 }), WON])).toBe(true);
  expect(limitsChanged(base, [stage("a", { silent_basis: "working" }), WON])).toBe(true);
});

test("a new stage, another name or another order recompute nothing", () => {
  const base = [stage("a"), stage("b")];
  const renamed = stage("b", { names: { "zh-CN": "新", en: "New" } });
  expect(limitsChanged(base, [renamed, stage("a"), stage("new-1", { id: undefined })])).toBe(false);
});

test("the basis of days that are not counted is no limit", () => {
  expect(limitsChanged([WON], [{ ...WON, silent_basis: "working" }])).toBe(false);
});

test("the stages that leave are those in use before and not after", () => {
  const base = [stage("a"), stage("b"), stage("old", { archived: true })];
  const value = [stage("a"), stage("b", { archived: true }), stage("old", { archived: true })];
  expect(leavingStages(base, value).map((each) => each.key)).toEqual(["b"]);
});

test("there is an open stage first, and one of each kind", () => {
  expect(stagesFault([stage("a"), WON, LOST])).toBeNull();
  expect(stagesFault([WON, stage("a"), LOST])).toBe("first_not_open");
  expect(stagesFault([stage("a"), LOST])).toBe("won_missing");
  expect(stagesFault([stage("a"), WON, { ...LOST, archived: true }])).toBe("lost_missing");
});

test("a new open stage comes before those that close a lead", () => {
  const key = (stages: StageEntry[]) => stages.map((each) => each.key);
  expect(key(withStage([stage("a"), WON, LOST], stage("new")))).toEqual(["a", "new", "won", "lost"]);
  expect(key(withStage([stage("a"), WON, LOST], stage("a")))).toEqual(["a", "won", "lost"]);
});
