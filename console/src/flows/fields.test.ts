import { expect, test } from "vitest";
import { askedFields, draftsOf, formField, readDrafts } from "./fields";
import type { FlowDefinition, FlowField } from "./types";

const names = (text: string) => ({ "zh-CN": text, en: text });
const inChinese = (each: { "zh-CN": string }) => each["zh-CN"];
const fields: FlowField[] = [
  { id: "amount", names: names("合同金额"), type: "money" },
  { id: "number", names: names("合同编号"), type: "text" },
  {
    id: "way",
    names: names("方式"),
    type: "choice",
    choices: [{ id: "air", names: names("空运"), archived: false }],
  },
] as FlowField[];
const flow = { fields } as FlowDefinition;
const form = askedFields(flow, ["number", "amount", "gone"], inChinese, true);
const CNY = () => "CNY";

test("a form asks for the fields that a step names, in its order", () => {
  expect(form.map((each) => [each.id, each.label, each.kind])).toEqual([
    ["number", "合同编号", "text"],
    ["amount", "合同金额", "money"],
  ]);
});

test("a choice offers its choices by name", () => {
  const choice = formField(fields[2] as FlowField, inChinese);
  expect(choice.custom?.choices[0]).toMatchObject({ id: "air", names: { "zh-CN": "空运" } });
});

test("what is known already stands in the form and is not sent again", () => {
  const known = draftsOf(form, [{ id: "amount", value: { amount: "1200", currency: "CNY" } }]);
  expect(known).toEqual({ number: "", amount: "1200" });
  expect(readDrafts(form, { ...known, number: " HT-7 " }, known, CNY)).toEqual({
    values: { number: "HT-7" },
    missing: [],
    wrong: [],
  });
});

test("what is missing and what is no amount is named", () => {
  expect(readDrafts(form, { number: "", amount: "viel" }, {}, CNY)).toMatchObject({
    missing: ["number"],
    wrong: ["amount"],
  });
});

test("an amount keeps the currency it was recorded in", () => {
  const typed = { number: "HT-7", amount: "99" };
  expect(readDrafts(form, typed, {}, (id) => (id === "amount" ? "USD" : "CNY")).values.amount).toEqual({
    amount: "99",
    currency: "USD",
  });
});

test("a field that is not asked for may be taken away", () => {
  const optional = askedFields(flow, ["number"], inChinese, false);
  expect(readDrafts(optional, { number: "" }, { number: "HT-7" }, CNY).values).toEqual({ number: null });
});
