import { expect, test } from "vitest";
import { type CalendarDraft, dayKind, monthAfter, toggledDay, weeksOf } from "./calendarDraft";

const RULES: CalendarDraft = {
  country: "CN",
  weekend: [5, 6],
  hours: [],
  quiet_from: "21:00",
  quiet_to: "08:00",
  quiet_on_days_off: true,
  days_off: ["2026-11-25"],
  working_days: ["2026-11-28"],
};

test("a day by hand comes before the weekend", () => {
  expect(dayKind("2026-11-24", RULES)).toBe("work");
  expect(dayKind("2026-11-29", RULES)).toBe("weekend");
  expect(dayKind("2026-11-28", RULES)).toBe("work_by_hand");
  expect(dayKind("2026-11-25", RULES)).toBe("off_by_hand");
});

test("a day that is toggled twice is what it was", () => {
  for (const date of ["2026-11-24", "2026-11-29"]) {
    expect(toggledDay(date, toggledDay(date, RULES))).toEqual(RULES);
  }
});

test("toggling a Saturday makes it a working day, a Tuesday a day off", () => {
  expect(toggledDay("2026-11-21", RULES).working_days).toEqual(["2026-11-21", "2026-11-28"]);
  expect(toggledDay("2026-11-24", RULES).days_off).toEqual(["2026-11-24", "2026-11-25"]);
});

test("a month is shown in whole weeks from Monday", () => {
  const weeks = weeksOf("2026-02");
  expect(weeks[0]).toEqual([null, null, null, null, null, null, "2026-02-01"]);
  expect(weeks.every((week) => week.length === 7)).toBe(true);
  expect(weeks.flat().filter(Boolean)).toHaveLength(28);
});

test("months go on over the end of a year", () => {
  expect(monthAfter("2026-12", 1)).toBe("2027-01");
  expect(monthAfter("2026-01", -1)).toBe("2025-12");
});
