import { expect, test } from "vitest";
import { clockTone, durationText, type Timed, toneOf, workText } from "./countdown";

const NOW = Date.parse("2026-11-24T08:00:00Z");
const at = (hours: number) => new Date(NOW + hours * 3_600_000).toISOString();
const card = (change: Partial<Timed>): Timed => ({
  state: "in_progress",
  paused: false,
  since: at(-8),
  due_at: at(8),
  ...change,
});

test("a card with time is well, with little time soon due, without time over it", () => {
  expect(toneOf(card({}), NOW)).toBe("ok");
  expect(toneOf(card({ due_at: at(1.9) }), NOW)).toBe("soon");
  expect(toneOf(card({ due_at: at(-0.1) }), NOW)).toBe("over");
});

test("the step's whole time counts where a card has just changed its state", () => {
  const started = card({ since: at(-0.1), due_at: at(1) });
  expect(toneOf(started, NOW)).toBe("ok");
  expect(toneOf(started, NOW, 9 * 3600)).toBe("soon");
});

test("a blocked card is blocked until its time is over; one whose clock stands is paused", () => {
  expect(toneOf(card({ state: "blocked" }), NOW)).toBe("blocked");
  expect(toneOf(card({ state: "blocked", due_at: at(-1) }), NOW)).toBe("over");
  expect(toneOf(card({ state: "blocked", paused: true, due_at: null }), NOW)).toBe("paused");
});

test("what has not begun and what is over has no colour", () => {
  for (const state of ["waiting", "done", "skipped", "cancelled"] as const)
    expect(toneOf(card({ state }), NOW)).toBe("none");
});

test("a clock that has stopped in time is at rest, one that stopped too late stays over", () => {
  expect(clockTone({ target_seconds: 100, elapsed_seconds: 81 })).toBe("soon");
  expect(clockTone({ target_seconds: 100, elapsed_seconds: 81, stopped_at: at(0) })).toBe("none");
  expect(clockTone({ target_seconds: 100, elapsed_seconds: 101, stopped_at: at(0) })).toBe("over");
  expect(clockTone({ target_seconds: 100, elapsed_seconds: 10, paused: true })).toBe("paused");
});

test("a duration is said in its two largest units", () => {
  expect(durationText(2 * 86_400 + 3 * 3600 + 59 * 60, "en")).toBe("2 days 3 hr");
  expect(durationText(2 * 86_400 + 59 * 60, "en")).toBe("2 days");
  expect(durationText(5 * 3600 + 20 * 60, "zh-CN")).toBe("5小时 20分钟");
  expect(durationText(5, "zh-CN")).toBe("1分钟");
});

test("working time is said in hours, since a working day has no fixed length", () => {
  expect(workText(18 * 3600, "en")).toBe("18 hr");
  expect(workText(90 * 60, "zh-CN")).toBe("1小时 30分钟");
  expect(workText(600, "en")).toBe("10 min");
});
