import { beforeEach, expect, test } from "vitest";
import { attemptKey, forgetAttempt } from "./attempt";
import { forgetFollowUp, keepFollowUp, keptDraft, newDraft } from "./followUp/followUp";

beforeEach(() => localStorage.clear());

test("a second try of the same request has the same key, also after a reload", () => {
  expect(attemptKey("lead_1", { summary: "a" })).toBe(attemptKey("lead_1", { summary: "a" }));
});

test("what says something else, is about another lead or comes after an arrival is another act", () => {
  const key = attemptKey("lead_1", { summary: "a" });
  expect(attemptKey("lead_2", { summary: "a" })).not.toBe(key);
  expect(attemptKey("lead_1", { summary: "b" })).not.toBe(key);
  const later = attemptKey("lead_1", { summary: "b" });
  forgetAttempt("lead_1");
  expect(attemptKey("lead_1", { summary: "b" })).not.toBe(later);
});

test("a follow-up that was begun is there again until it is saved", () => {
  const draft = { ...newDraft(), kind: "visit" as const, outcome: "refused" as const, summary: "约周五" };
  keepFollowUp("lead_1", draft);
  expect(keptDraft("lead_1")).toEqual(draft);
  expect(keptDraft("lead_2").summary).toBe("");
  forgetFollowUp("lead_1", draft);
  expect(keptDraft("lead_1").summary).toBe("");
});

test("the next box begins with the kind that was used last, and how that came out", () => {
  forgetFollowUp("lead_1", { ...newDraft(), kind: "visit", outcome: "refused" });
  expect(newDraft()).toMatchObject({ kind: "visit", outcome: "refused" });
});
