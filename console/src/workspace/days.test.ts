import { expect, test } from "vitest";
import { addDays, agoText, dayIn, daysBetween, nextMonday, quickDates } from "./days";

test("a day is the workspace's, not the browser's", () => {
  const instant = new Date("2026-11-24T16:30:00Z");
  expect(dayIn("Asia/Shanghai", instant)).toBe("2026-11-25");
  expect(dayIn("America/New_York", instant)).toBe("2026-11-24");
});

test("days are added over the ends of months and years", () => {
  expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
  expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
});

test("days between count down into the past", () => {
  expect(daysBetween("2026-11-24", "2026-11-21")).toBe(-3);
});

test("the next Monday is never today", () => {
  expect(nextMonday("2026-11-23")).toBe("2026-11-30");
  expect(nextMonday("2026-11-24")).toBe("2026-11-30");
  expect(nextMonday("2026-11-29")).toBe("2026-11-30");
});

test("a day is offered once: on a Saturday the day after tomorrow is the next Monday", () => {
  const offered = quickDates("2026-11-28", ["tomorrow", "in_two", "monday", "in_week"]);
  expect(offered.map(({ id }) => id)).toEqual(["tomorrow", "in_two", "in_week"]);
});

test("what happened within the hour is told in minutes, the last one as just now", () => {
  const now = new Date("2026-11-24T10:00:00Z");
  expect(agoText("2026-11-24T09:59:30Z", now, "en", "just now")).toBe("just now");
  expect(agoText("2026-11-24T09:57:00Z", now, "zh-CN", "刚刚")).toBe("3分钟前");
  expect(agoText("2026-11-24T09:00:00Z", now, "en", "just now")).toBeNull();
});
