/** Days of the workspace's calendar as `YYYY-MM-DD`, whatever the zone of the browser. Pure: now is passed in. */
import { dateFormat } from "./formats";

export function dayIn(timezone: string, instant: Date): string {
  return dateFormat("en-CA", { timeZone: timezone }).format(instant);
}

export function timeIn(timezone: string, instant: Date, language: string): string {
  return dateFormat(language, {
    timeZone: timezone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(instant);
}

export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** Whole days from one day to another; negative when `to` is before `from`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** The first Monday after `day`. */
export function nextMonday(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, (8 - weekday) % 7 || 7);
}

/** `11月26日 周四`; the year only where it is another one. */
export function dayText(day: string, language: string, today: string): string {
  const format = dateFormat(language, {
    timeZone: "UTC",
    month: "short",
    day: "numeric",
    weekday: "short",
    ...(day.slice(0, 4) === today.slice(0, 4) ? {} : { year: "numeric" as const }),
  });
  return format.format(new Date(`${day}T00:00:00Z`));
}

export const QUICK_DATES = ["tomorrow", "in_two", "monday", "in_week", "in_two_weeks", "in_month"] as const;
export type QuickDate = (typeof QUICK_DATES)[number];

/** The days that a tap chooses; of two that are the same day only the first is offered. */
export function quickDates(today: string, offered: readonly QuickDate[]): { id: QuickDate; day: string }[] {
  const days: Record<QuickDate, string> = {
    tomorrow: addDays(today, 1),
    in_two: addDays(today, 2),
    monday: nextMonday(today),
    in_week: addDays(today, 7),
    in_two_weeks: addDays(today, 14),
    in_month: addDays(today, 30),
  };
  const seen = new Set<string>();
  return offered
    .map((id) => ({ id, day: days[id] }))
    .filter(({ day }) => !seen.has(day) && Boolean(seen.add(day)));
}

/** `3 minutes ago`; `justNow` within the first minute, null when it is an hour ago or more. */
export function agoText(instant: string, now: Date, language: string, justNow: string): string | null {
  const minutes = Math.floor((now.getTime() - Date.parse(instant)) / 60_000);
  if (minutes < 1) return justNow;
  if (minutes >= 60) return null;
  return new Intl.RelativeTimeFormat(language, { numeric: "always" }).format(-minutes, "minute");
}
