import { expect, test } from "vitest";
import type { FlowDefinition } from "../types";
import {
  elsewhere,
  moved,
  newId,
  newNode,
  put,
  under,
  withBothNames,
  withoutField,
  withoutNode,
} from "./draft";

const names = (en: string) => ({ "zh-CN": "名", en });
const flow = (): FlowDefinition => ({
  key: "order",
  names: names("Order"),
  blocking_reasons: [],
  fields: [{ id: "amount", names: names("Amount") }],
  start_fields: ["amount"],
  promised_field: "amount",
  nodes: [
    newNode("a", names("A"), []),
    {
      ...newNode("b", names("B"), ["a"]),
      gives: { fields: ["amount"] },
      when: [{ field: "amount", op: "filled" }],
    },
    newNode("c", names("C"), ["b"]),
  ],
});

test("an id comes from the English name, and is nobody else's", () => {
  expect(newId(names("Legal review!"), "step", [])).toBe("legal_review");
  expect(newId(names("Legal review"), "step", ["legal_review"])).toBe("legal_review_2");
  expect(newId(names("审核"), "step", ["step_1"])).toBe("step_2");
  expect(newId(names("2nd try"), "step", [])).toBe("nd_try");
});

test("who came after a step that is gone comes after what that came after", () => {
  const without = withoutNode(flow(), "b");
  expect(without.nodes.map((each) => [each.id, each.after])).toEqual([
    ["a", []],
    ["c", ["a"]],
  ]);
});

test("a field that is gone is asked for nowhere", () => {
  const without = withoutField(flow(), "amount");
  expect(without).toMatchObject({ fields: [], start_fields: [], promised_field: null });
  expect(without.nodes[1]).toMatchObject({ gives: { fields: [] }, when: [] });
});

test("an item is replaced in its place or comes last, and moves before another", () => {
  const items = [{ id: "a" }, { id: "b" }, { id: "c" }];
  expect(put(items, { id: "d" }).map(({ id }) => id)).toEqual(["a", "b", "c", "d"]);
  expect(moved(items, "c", "a").map(({ id }) => id)).toEqual(["c", "a", "b"]);
  expect(moved(items, "a", "c").map(({ id }) => id)).toEqual(["b", "c", "a"]);
});

test("a finding is told where it was found, and what belongs nowhere above all", () => {
  const findings = [
    { field: "nodes.1.after.0", message: "x" },
    { field: "nodes.10", message: "y" },
    { field: "starts.on_stages.0", message: "z" },
  ];
  expect(under(findings, "nodes.1")).toEqual([{ field: "after.0", message: "x" }]);
  expect(elsewhere(findings, ["nodes"])).toEqual([findings[2]]);
});

test("a name that is left out in one language is sent as the one of the other", () => {
  const named = { ...flow(), nodes: [newNode("a", { "zh-CN": " 审核 ", en: "" }, [])] };
  expect(withBothNames(named).nodes[0]?.names).toEqual({ "zh-CN": "审核", en: "审核" });
  expect(withBothNames(named)).not.toHaveProperty("description");
});
