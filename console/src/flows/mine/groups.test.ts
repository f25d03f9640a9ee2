import { expect, test } from "vitest";
import { dayIn } from "../../workspace/days";
import type { CardRow } from "../types";
import { grouped, groupOf } from "./groups";

const NOW = Date.parse("2026-11-24T06:00:00Z");
const inShanghai = (instant: string) => dayIn("Asia/Shanghai", new Date(instant));
const group = (due_at: string | null, paused = false) =>
  groupOf({ due_at, paused }, NOW, "2026-11-24", inShanghai);

test("cards are sorted by when they are due, by the workspace's day", () => {
  expect(group("2026-11-24T05:59:00Z")).toBe("over");
  expect(group("2026-11-24T15:59:00Z")).toBe("today");
  expect(group("2026-11-24T16:01:00Z")).toBe("week");
  expect(group("2026-11-30T01:00:00Z")).toBe("week");
  expect(group("2026-12-01T01:00:00Z")).toBe("later");
});

test("a card whose clock stands has no time", () => {
  expect(group(null)).toBe("open");
  expect(group("2026-11-24T05:00:00Z", true)).toBe("open");
});

test("groups of nothing are left out, and the order within stays", () => {
  const cards = ["a", "b", "c"].map((id) => ({ id }) as CardRow);
  const found = grouped(cards, ({ id }) => (id === "b" ? "over" : "week"));
  expect(found.map((each) => [each.group, each.cards.map(({ id }) => id)])).toEqual([
    ["over", ["b"]],
    ["week", ["a", "c"]],
  ]);
});
