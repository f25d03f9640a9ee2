import { expect, test } from "vitest";
import { ASSIGNMENT, type AssignmentDraft, namedIn, withoutGone } from "./assignmentDraft";

const DRAFT: AssignmentDraft = {
  rule: "by_region",
  members: ["m_1", "m_gone"],
  by_channel: { website: "m_gone", phone: "m_1" },
  by_region: [
    { key: "a", region: " 华东 ", member: "m_1" },
    { key: "b", region: "华南", member: "m_gone" },
    { key: "c", region: "", member: null },
  ],
  cap: null,
};

test("only whole rows of regions are saved", () => {
  const rules = ASSIGNMENT.write(withoutGone(DRAFT, new Set(["m_1"]))).assignment;
  expect(rules?.by_region).toEqual({ 华东: "m_1" });
});

test("nobody who left stays in the rules, and a row that is being written does", () => {
  const draft = withoutGone(DRAFT, new Set(["m_1"]));
  expect(new Set(namedIn(draft))).toEqual(new Set(["m_1"]));
  expect(draft.by_channel).toEqual({ phone: "m_1" });
  expect(draft.by_region.map((each) => each.key)).toEqual(["a", "c"]);
});
