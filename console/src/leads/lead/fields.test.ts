import { expect, test } from "vitest";
import type { LeadView } from "../types";
import { type Draft, draftOf, type FieldKind, type LeadField, valueIn, valueSent } from "./fields";

const field = (kind: FieldKind): LeadField => ({
  id: "x",
  kind,
  label: "x",
  isRequired: false,
  custom: null,
});
const dayOf = (instant: string) => instant.slice(0, 10);

test("what was read and not changed is sent as it was", () => {
  const values: [FieldKind, unknown][] = [
    ["text", "青棠"],
    ["money", { amount: "12.50", currency: "CNY" }],
    ["yes_no", false],
    ["choices", ["a", "b"]],
    ["date", "2026-12-12"],
  ];
  for (const [kind, value] of values) {
    expect(valueSent(field(kind), draftOf(field(kind), value, dayOf), "CNY")).toEqual(value);
  }
});

test("an emptied field is taken away", () => {
  const empties: [FieldKind, Draft][] = [
    ["text", "  "],
    ["choices", []],
    ["money", ""],
    ["yes_no", ""],
  ];
  for (const [kind, draft] of empties) expect(valueSent(field(kind), draft, "CNY")).toBeNull();
});

test("an amount that is none is refused before it is sent", () => {
  expect(valueSent(field("money"), "12万", "CNY")).toBeUndefined();
});

test("an instant is edited as a day, and no blocker is an empty field", () => {
  expect(draftOf(field("moment"), "2026-11-03T02:50:00.000Z", dayOf)).toBe("2026-11-03");
  const lead = { blocker: "none" } as LeadView;
  expect(valueIn(lead, { ...field("text"), id: "blocker" })).toBeNull();
});
