import { expect, test } from "vitest";
import {
  addMonths,
  type Figures,
  hours,
  isMonth,
  onTimeOf,
  percentText,
  reasonsOf,
  timesOf,
  trendOf,
} from "./figures";

const row = (name: string, median: number | null, rate: number | null) =>
  ({ name, completion: { median_seconds: median, p90_seconds: median, on_time_rate: rate } }) as Figures & {
    name: string;
  };

test("months go on over the year's end, both ways", () => {
  expect(addMonths("2026-11", 2)).toBe("2027-01");
  expect(addMonths("2026-01", -1)).toBe("2025-12");
  expect([isMonth("2026-13"), isMonth("2026-07"), isMonth(null)]).toEqual([false, true, false]);
});

test("less time is better, a higher rate is better, nothing to compare with is neither", () => {
  expect(trendOf(-60, true)).toBe("better");
  expect(trendOf(0.1, false)).toBe("better");
  expect(trendOf(-0.1, false)).toBe("worse");
  expect([trendOf(null, true), trendOf(0, true)]).toEqual(["same", "same"]);
});

test("a chart has no bar for what has no figure", () => {
  const bars = timesOf([row("a", 7200, 1), row("b", null, null)], { median: "m", p90: "p" });
  expect(bars).toEqual({
    labels: ["a"],
    series: [
      { name: "m", values: [2] },
      { name: "p", values: [2] },
    ],
  });
  expect(onTimeOf([row("a", 1, 0.834), row("b", null, null)], "r").series[0]?.values).toEqual([83]);
});

test("times are drawn in hours and shares said in per cent", () => {
  expect(hours(5400)).toBe(1.5);
  expect(hours(null)).toBeNull();
  expect([percentText(0.834, "en"), percentText(null, "en")]).toEqual(["83%", "–"]);
});

test("only the longest reasons are drawn", () => {
  const reasons = Array.from({ length: 12 }, (_, at) => ({
    reason: `r${at}`,
    reason_name: `r${at}`,
    cards: 1,
    seconds: 3600,
  }));
  expect(reasonsOf({ reasons }, "h").labels).toHaveLength(8);
});
