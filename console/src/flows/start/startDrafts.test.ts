import { expect, test } from "vitest";
import type { LeadView } from "../../leads/types";
import { askedFields } from "../fields";
import type { FlowDefinition } from "../types";
import { draftsFromLead } from "./startDrafts";

const names = { "zh-CN": "设备", en: "Device" };
const flow = {
  fields: [
    { id: "device", names, type: "text", from_lead: "product" },
    { id: "amount", names, type: "money", from_lead: "amount" },
    { id: "days", names, type: "number" },
  ],
} as FlowDefinition;
const fields = askedFields(flow, ["device", "amount", "days"], (each) => each.en, true);

test("the start form knows from the lead what the flow takes from it", () => {
  const lead = { product: "监护仪", amount: { amount: "1200", currency: "CNY" } } as LeadView;
  expect(draftsFromLead(flow, fields, lead)).toEqual({ device: "监护仪", amount: "1200" });
});

test("without a lead, or where the lead has nothing, the form is empty", () => {
  expect(draftsFromLead(flow, fields, null)).toEqual({});
  expect(draftsFromLead(flow, fields, { product: null } as LeadView)).toEqual({});
});
