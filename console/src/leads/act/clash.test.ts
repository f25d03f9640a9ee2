import { expect, test } from "vitest";
import type { LeadView } from "../types";
import { changesOf, theirChanges, touchedFields } from "./clash";

const lead = (more: Partial<LeadView>): LeadView =>
  ({ id: "lead_1", version: 1, name: "会议室", ...more }) as LeadView;

test("another's change of another field is no clash", () => {
  const base = lead({ stage: "quoted", remark: "a" });
  const newest = lead({ stage: "quoted", remark: "b" });
  expect(touchedFields(base, newest, { stage: "won" })).toEqual([]);
});

test("another's change of the same field is one", () => {
  const base = lead({ stage: "quoted" });
  expect(touchedFields(base, lead({ stage: "negotiation" }), { stage: "won" })).toEqual(["stage"]);
});

test("custom fields clash one by one", () => {
  const base = lead({ custom: { intent: "a", size: "s" } });
  const newest = lead({ custom: { intent: "a", size: "m" } });
  expect(touchedFields(base, newest, { custom: { intent: "b", size: "s" } })).toEqual([]);
  expect(touchedFields(base, newest, { custom: { size: "l" } })).toEqual(["custom"]);
});

test("only what differs is told, an absent value being as good as null", () => {
  const base = lead({ remark: null, custom: { intent: "a" } });
  expect(
    changesOf(base, { name: "会议室", company: undefined, remark: "急", custom: { intent: "b" } }),
  ).toEqual({
    remark: [null, "急"],
    "custom.intent": ["a", "b"],
  });
  expect(theirChanges(base, lead({ remark: null, stage: "won", custom: { intent: "a" } }))).toEqual({
    stage: [undefined, "won"],
  });
});
