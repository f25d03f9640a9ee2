/** How a card stands with its time. Pure: now is passed in. */
import type { CardState } from "../types";

/** `none`: no clock runs (not begun, or over). */
export type Tone = "ok" | "soon" | "over" | "paused" | "blocked" | "none";

/** Under this share of the time left, a card is soon due. */
const SOON = 0.2;
const OPEN: ReadonlySet<CardState> = new Set(["ready", "in_progress", "blocked"]);

export interface Timed {
  state: CardState;
  paused: boolean;
  since: string;
  due_at?: string | null;
}

export const isOpen = (state: CardState): boolean => OPEN.has(state);

/**
 * `target`: seconds of working time that the step has in all, where they are known. A row says only when its time ends
 * and since when it is in its state; what is left by the wall is never less than what is left of working time, so a
 * card is called soon due rather too late than too early.
 */
export function toneOf(card: Timed, now: number, target: number | null = null): Tone {
  if (!isOpen(card.state)) return "none";
  if (card.paused) return "paused";
  if (!card.due_at) return card.state === "blocked" ? "blocked" : "none";
  const due = Date.parse(card.due_at);
  if (due < now) return "over";
  if (card.state === "blocked") return "blocked";
  const left = (due - now) / 1000;
  const whole = Math.max((due - Date.parse(card.since)) / 1000, target ?? 0);
  return left < SOON * whole ? "soon" : "ok";
}

/** As `toneOf`, where the clock itself is known. */
export function clockTone(clock: {
  target_seconds: number;
  elapsed_seconds: number;
  paused?: boolean;
  stopped_at?: string | null;
}): Tone {
  const left = clock.target_seconds - clock.elapsed_seconds;
  if (left < 0) return "over";
  if (clock.stopped_at) return "none";
  if (clock.paused) return "paused";
  return left < SOON * clock.target_seconds ? "soon" : "ok";
}

const UNITS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

/** `2天 3小时`, `20 min`: the two largest units that there are; never less than a minute. */
export function durationText(seconds: number, language: string): string {
  let left = Math.max(60, Math.abs(seconds));
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) parts.push(unitText(count, unit, language));
    // Hours beside days, minutes beside hours; never minutes beside days.
    if (parts.length > 0 && (parts.length === 2 || count === 0)) break;
  }
  return parts.join(" ");
}

/** Working time: a working day has no fixed length, so hours are the largest unit. */
export function workText(seconds: number, language: string): string {
  const minutes = Math.round(Math.abs(seconds) / 60);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return unitText(rest, "minute", language);
  // Beyond a day's work, minutes say nothing.
  if (rest === 0 || hours >= 10) return unitText(Math.round(minutes / 60), "hour", language);
  return `${unitText(hours, "hour", language)} ${unitText(rest, "minute", language)}`;
}

function unitText(count: number, unit: "day" | "hour" | "minute", language: string): string {
  const unitDisplay = language === "en" ? "short" : "long";
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay }).format(count);
}
