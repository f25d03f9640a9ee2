import { expect, test } from "vitest";
import type { FlowView } from "../types";
import { firstMapping, parsed, rowsOf, valuesOf, withAction } from "./mapping";
import type { Rule } from "./queries";

const flow = {
  key: "order",
  definition: {
    fields: [{ id: "amount" }, { id: "contract_number", is_key: true }],
    nodes: [{ id: "contract" }],
    blocking_reasons: [{ id: "other" }],
  },
} as unknown as FlowView;
const rule: Rule = {
  action: "complete",
  types: ["signed"],
  flow: "order",
  key: { path: "data.no", field: "contract_number" },
  node: "contract",
  values: { amount: { path: "data.amount" } },
  reason: null,
  text: null,
};

test("a rule that blocks has a reason and no values; one that starts has no card", () => {
  expect(withAction(rule, "block", flow)).toMatchObject({ reason: "other", values: {}, node: "contract" });
  expect(withAction(rule, "start", flow)).toMatchObject({
    key: null,
    node: null,
    flow: "order",
    reason: null,
  });
  expect(withAction({ ...rule, text: "x" }, "record", flow)).toMatchObject({
    text: null,
    values: rule.values,
  });
});

test("a rule that gets a card back finds the run by the flow's key", () => {
  const started = withAction(rule, "start", flow);
  expect(withAction(started, "comment", flow)).toMatchObject({
    key: { field: "contract_number" },
    node: "contract",
  });
});

test("values go into rows and come out of them as they were", () => {
  const values = { amount: { path: "data.amount" }, note: { literal: "ok" } };
  expect(valuesOf(rowsOf(values))).toEqual(values);
});

test("a kind without rules begins with one that only comments", () => {
  expect(firstMapping(flow).rules).toHaveLength(1);
  expect(firstMapping(flow).rules[0]).toMatchObject({ action: "comment", flow: "order" });
});

test("what is no JSON is said to be none", () => {
  expect(parsed('{"a": 1}')).toEqual({ payload: { a: 1 } });
  expect(parsed("{")).toHaveProperty("problem");
});
