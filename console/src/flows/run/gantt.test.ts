import { expect, test } from "vitest";
import type { PathStep } from "../types";
import { dayStartIn, ganttOf } from "./gantt";

const DAY = 86_400_000;
const BEGIN = Date.parse("2026-11-02T01:00:00Z");
const at = (days: number) => new Date(BEGIN + days * DAY).toISOString();
const step = (node: string, change: Partial<PathStep>): PathStep => ({
  card_id: `card_${node}`,
  node,
  node_name: node,
  after: [],
  state: "waiting",
  planned_start: at(0),
  planned_end: at(2),
  start: null,
  end: null,
  ...change,
});
const shown = (path: PathStep[], now: number, promised: number | null = null) =>
  ganttOf(path, { now: BEGIN + now * DAY, promised, dayStart: dayStartIn("Asia/Shanghai") });

test("what was done is one bar, what is at work one until now and one for what is expected", () => {
  const { rows } = shown(
    [
      step("a", { state: "done", start: at(0), end: at(1) }),
      step("b", { state: "in_progress", planned_start: at(2), planned_end: at(4), start: at(1), end: at(5) }),
    ],
    3,
  );
  expect(rows[0]).toMatchObject({ expected: null, isLate: false });
  const [real, expected] = [rows[1]?.real, rows[1]?.expected];
  expect((real?.from ?? 0) + (real?.width ?? 0)).toBeCloseTo(expected?.from ?? 0, 5);
  expect(rows[1]?.isLate).toBe(true);
});

test("all bars are within the picture, in the right proportion", () => {
  const { rows } = shown([step("a", {}), step("b", { planned_start: at(2), planned_end: at(10) })], 0);
  const [first, second] = rows.map((row) => row.planned);
  expect((second?.width ?? 0) / (first?.width ?? 1)).toBeCloseTo(4, 5);
  for (const { planned } of rows) expect(planned.from >= 0 && planned.from + planned.width <= 100).toBe(true);
});

test("a step that waits is only expected, one that fell away is only planned", () => {
  const { rows } = shown(
    [step("a", { start: at(4), end: at(6) }), step("b", { state: "skipped", start: at(0), end: at(0) })],
    3,
  );
  expect(rows[0]).toMatchObject({ real: null, isLate: true });
  expect(rows[0]?.expected).not.toBeNull();
  expect(rows[1]).toMatchObject({ real: null, expected: null, isLate: false });
});

test("ticks are the workspace's midnights and never too many", () => {
  for (const days of [1, 9, 60, 400]) {
    const { ticks } = shown([step("a", { planned_end: at(days) })], 0);
    expect(ticks.length).toBeLessThanOrEqual(8);
    expect(ticks.length).toBeGreaterThan(1);
  }
  const { ticks } = shown([step("a", { planned_end: at(9) })], 0);
  const hours = ticks.map(({ instant }) => new Date(instant).toISOString().slice(11, 16));
  expect(new Set(hours)).toEqual(new Set(["16:00"]));
});

test("midnights are right where the clocks change", () => {
  const start = dayStartIn("Europe/Berlin");
  const [before, change] = [Date.parse("2026-10-25T10:00:00Z"), Date.parse("2026-10-26T10:00:00Z")];
  expect(new Date(start(change)).toISOString()).toBe("2026-10-25T23:00:00.000Z");
  expect(start(before)).toBeLessThan(start(change));
});

test("the promised day is in the picture, also where nothing reaches it", () => {
  const promised = BEGIN + 20 * DAY;
  expect(shown([step("a", {})], 0, promised).promised).toBeGreaterThan(90);
  expect(shown([step("a", {})], 0).promised).toBeNull();
});
