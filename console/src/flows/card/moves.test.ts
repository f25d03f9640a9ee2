import { expect, test } from "vitest";
import type { CardView } from "../types";
import { isAsked, mainMove, movesOf } from "./moves";

const NOTHING = { fields: [], attachments: 0, approval: null };

test("only what may be done is offered, in the order of use", () => {
  expect(movesOf({ may: ["comment", "hand_over", "block", "start", "record"] })).toEqual([
    "start",
    "block",
    "hand_over",
  ]);
});

test("the move that stands out is the one that brings the card on", () => {
  expect(mainMove({ state: "ready", may: ["start", "complete"] })).toBe("start");
  expect(mainMove({ state: "in_progress", may: ["complete", "block"] })).toBe("complete");
  expect(mainMove({ state: "in_progress", may: ["complete", "approve"] })).toBe("approve");
  expect(mainMove({ state: "done", may: ["reopen"] })).toBeNull();
  expect(mainMove({ state: "ready", may: ["comment"] })).toBeNull();
});

test("a card that lacks nothing is started at once, another one asks for what is missing", () => {
  const card = (missing: Partial<CardView["missing_to_start"]>) => ({
    missing_to_start: { ...NOTHING, ...missing },
  });
  expect(isAsked("start", card({}))).toBe(false);
  expect(isAsked("start", card({ fields: ["amount"] }))).toBe(true);
  expect(isAsked("start", card({ approval: "legal" }))).toBe(true);
  expect(isAsked("unblock", card({}))).toBe(false);
  expect(isAsked("complete", card({}))).toBe(true);
});
