import { expect, test, vi } from "vitest";
import { Problem } from "../../api/problem";
import type { CardView, RunEvent, RunView } from "../types";

const readRun = vi.hoisted(() => vi.fn());
const readHistory = vi.hoisted(() => vi.fn());
vi.mock("../queries", () => ({ readRun, readHistory }));

const { CardMoved, inSpite, isElsewhere, lastMove } = await import("./moved");

const card = (change: Partial<CardView> = {}) =>
  ({
    id: "card_1",
    run_id: "run_1",
    state: "ready",
    holder: "role:legal",
    cycle: 1,
    version: 3,
    ...change,
  }) as CardView;
const stale = (code: string) => new Problem({ status: 412, code });
const event = (kind: string, about = "card_1") =>
  ({ id: kind, kind, about, at: "2026-11-24T08:00:00Z" }) as RunEvent;

test("a change beside the card's state is no hindrance: the act is done on the newest version", async () => {
  readRun.mockResolvedValueOnce({ cards: [card({ version: 5 })] } as RunView);
  const call = vi
    .fn()
    .mockRejectedValueOnce(stale("stale_version"))
    .mockResolvedValueOnce(card({ version: 6 }));
  expect((await inSpite(call, card())).version).toBe(6);
  expect(call.mock.calls.map(([version]) => version)).toEqual([3, 5]);
});

test("who comes second hears what was done and by whom, and what the card is now", async () => {
  readRun.mockResolvedValueOnce({
    cards: [card({ state: "in_progress", holder: "m_1", version: 4 })],
  } as RunView);
  readHistory.mockResolvedValueOnce({
    items: [event("card.commented"), event("card.started")],
    next_cursor: null,
  });
  const call = vi.fn().mockRejectedValueOnce(stale("card_moved"));
  const moved = await inSpite(call, card()).catch((error: unknown) => error);
  expect(moved).toBeInstanceOf(CardMoved);
  expect(moved).toMatchObject({ card: { state: "in_progress" }, event: { kind: "card.started" } });
  expect(call).toHaveBeenCalledTimes(1);
});

test("a refusal for another reason stays what it is", async () => {
  const refused = new Problem({ status: 422, code: "card_outputs_missing" });
  await expect(inSpite(() => Promise.reject(refused), card())).rejects.toBe(refused);
});

test("another holder or another round is elsewhere; another version alone is not", () => {
  expect(isElsewhere(card(), card({ version: 9 }))).toBe(false);
  expect(isElsewhere(card(), card({ holder: "m_2" }))).toBe(true);
  expect(isElsewhere(card(), card({ cycle: 2 }))).toBe(true);
});

test("a comment moves no card, and neither does what was done to another card", () => {
  const events = [event("card.commented"), event("card.completed", "card_2"), event("card.blocked")];
  expect(lastMove(events, "card_1")?.kind).toBe("card.blocked");
  expect(lastMove([event("card.watched")], "card_1")).toBeNull();
});
