import { expect, test } from "vitest";
import type { LeadField } from "../lead/fields";
import { checked } from "./newLead";

const field = (id: string, more: Partial<LeadField> = {}): LeadField => ({
  id,
  kind: "text",
  label: id,
  isRequired: false,
  custom: null,
  ...more,
});
const custom = { id: "budget", type: "money" } as LeadField["custom"];
const fields = [
  field("name", { isRequired: true }),
  field("phone"),
  field("budget", { kind: "money", custom }),
];

test("only what was filled in is sent, custom fields apart", () => {
  const { body, missing, wrong } = checked(
    { name: " 青棠 ", phone: "", "custom.budget": "12,000", stage: "quoted" },
    fields,
    "CNY",
  );
  expect(body).toEqual({
    name: "青棠",
    stage: "quoted",
    custom: { budget: { amount: "12000", currency: "CNY" } },
  });
  expect([missing, wrong]).toEqual([[], []]);
});

test("a missing mandatory fact and an amount that is none are named", () => {
  const { missing, wrong } = checked({ name: " ", "custom.budget": "12万" }, fields, "CNY");
  expect([missing, wrong]).toEqual([["name"], ["custom.budget"]]);
});
