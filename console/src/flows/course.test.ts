import { expect, test } from "vitest";
import { firstCard, isMine, recorderOf, targetSeconds } from "./course";
import type { CardView, FieldValue, FlowNode, RunView } from "./types";

const shown = (...ids: string[]) => ids.map((id) => ({ id }) as FieldValue);
const card = (id: string, change: Partial<CardView>) =>
  ({ id, state: "waiting", may: [], inputs: [], outputs: [], ...change }) as unknown as CardView;
const run = (...cards: CardView[]) => ({ cards }) as RunView;

test("a field is corrected by a card that shows it, else by any that one may record on", () => {
  const legal = card("legal", { may: ["record"], inputs: shown("amount") });
  const finance = card("finance", { may: ["record"], outputs: shown("paid") });
  expect(recorderOf(run(legal, finance), "paid")?.id).toBe("finance");
  expect(recorderOf(run(legal, finance), "other")?.id).toBe("legal");
  expect(recorderOf(run(card("done", { may: ["reopen"] })), "amount")).toBeNull();
});

test("the page of a run opens on what waits for the reader", () => {
  const theirs = card("theirs", { state: "ready" });
  const mine = card("mine", { state: "in_progress", may: ["complete"] });
  expect(firstCard(run(theirs, mine))?.id).toBe("mine");
  expect(firstCard(run(card("done", { state: "done" }), theirs))?.id).toBe("theirs");
  expect(firstCard(run(card("a", { state: "done" }), card("b", { state: "done" })))?.id).toBe("b");
});

test("a card is one's own by name or by flow role", () => {
  const roles = new Set(["role:legal"]);
  expect(isMine({ holder: "m_1" }, "m_1", roles)).toBe(true);
  expect(isMine({ holder: "role:legal" }, "m_1", roles)).toBe(true);
  expect(isMine({ holder: "role:finance" }, "m_1", roles)).toBe(false);
  expect(isMine({ holder: null }, undefined, roles)).toBe(false);
});

test("a step's time follows its priority; days are working days unless it says otherwise", () => {
  const node = {
    sla: {
      complete: { days: 2, hours: null, basis: "working" },
      by_priority: { urgent: { hours: 4, days: null, basis: "working" } },
    },
  } as unknown as FlowNode;
  expect(targetSeconds(node, "normal", 8)).toBe(16 * 3600);
  expect(targetSeconds(node, "urgent", 8)).toBe(4 * 3600);
  expect(targetSeconds(undefined, "normal", 8)).toBeNull();
});
