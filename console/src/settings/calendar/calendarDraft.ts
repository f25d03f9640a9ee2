/** The workspace's calendar while it is edited, as far as it is known here: public holidays are the server's. */
import type { SetupSection, Workspace } from "../setup/types";

/** Hours of single weekdays and dates are not edited here; a change that leaves them out lets them stand. */
export type CalendarDraft = Required<Omit<Workspace["calendar"], "weekly" | "dated">>;

export const CALENDAR: SetupSection<CalendarDraft> = {
  read: ({ calendar }) => ({
    country: calendar.country ?? null,
    weekend: [...(calendar.weekend ?? [5, 6])],
    hours: calendar.hours ?? [],
    quiet_from: calendar.quiet_from ?? "21:00",
    quiet_to: calendar.quiet_to ?? "08:00",
    quiet_on_days_off: calendar.quiet_on_days_off ?? true,
    days_off: [...(calendar.days_off ?? [])].sort(),
    working_days: [...(calendar.working_days ?? [])].sort(),
  }),
  write: (calendar) => ({ calendar }),
};

export type DayKind = "work" | "weekend" | "off_by_hand" | "work_by_hand";
type DayRules = Pick<CalendarDraft, "weekend" | "days_off" | "working_days">;

/** Monday is 0. `date` is `YYYY-MM-DD`. */
export function weekdayOf(date: string): number {
  return (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
}

/** By hand comes before the weekend, and a working day by hand before a day off by hand. */
export function dayKind(date: string, rules: DayRules): DayKind {
  if (rules.working_days.includes(date)) return "work_by_hand";
  if (rules.days_off.includes(date)) return "off_by_hand";
  return rules.weekend.includes(weekdayOf(date)) ? "weekend" : "work";
}

/** The day as the other kind; a day that was set by hand is again what it would be without. */
export function toggledDay(date: string, rules: CalendarDraft): CalendarDraft {
  const without = (days: string[]) => days.filter((each) => each !== date);
  switch (dayKind(date, rules)) {
    case "work_by_hand":
      return { ...rules, working_days: without(rules.working_days) };
    case "off_by_hand":
      return { ...rules, days_off: without(rules.days_off) };
    case "weekend":
      return { ...rules, working_days: [...rules.working_days, date].sort() };
    case "work":
      return { ...rules, days_off: [...rules.days_off, date].sort() };
  }
}

/** The dates of a month (`YYYY-MM`) in rows of a week from Monday; null where another month's days would be. */
export function weeksOf(month: string): (string | null)[][] {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const count = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const dates = Array.from({ length: count }, (_, at) => `${month}-${String(at + 1).padStart(2, "0")}`);
  const cells: (string | null)[] = [...Array<null>(weekdayOf(`${month}-01`)).fill(null), ...dates];
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, row) => cells.slice(row * 7, row * 7 + 7));
}

export function monthAfter(month: string, steps: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + steps, 1)).toISOString().slice(0, 7);
}
