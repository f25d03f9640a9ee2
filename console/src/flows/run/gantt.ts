/** The path of a run as bars on a line of time. Pure. */
import type { CardState, PathStep } from "../types";

/** In per cent of the whole width. */
export interface Bar {
  from: number;
  width: number;
}

export interface GanttRow {
  step: PathStep;
  planned: Bar;
  /** What has passed of it. */
  real: Bar | null;
  /** What it will take, by what is known now. */
  expected: Bar | null;
  /** Later than planned, by more than a minute: it ended so, or will. */
  isLate: boolean;
}

export interface Gantt {
  rows: GanttRow[];
  /** `at`: in per cent; `instant`: in milliseconds. */
  ticks: { at: number; instant: number }[];
  now: number | null;
  promised: number | null;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  3 * DAY,
  7 * DAY,
  14 * DAY,
  30 * DAY,
  90 * DAY,
];
/** A bar that is thinner can't be seen. */
const THINNEST = 0.8;
const GONE: ReadonlySet<CardState> = new Set(["skipped", "cancelled"]);

/** `dayStart`: the first instant of an instant's day, where the workspace is. */
export function ganttOf(
  path: readonly PathStep[],
  {
    now,
    promised,
    dayStart,
  }: { now: number; promised: number | null; dayStart: (instant: number) => number },
  most = 7,
): Gantt {
  const instants = path.flatMap((step) =>
    [step.planned_start, step.planned_end, step.start, step.end].flatMap((each) =>
      each ? [Date.parse(each)] : [],
    ),
  );
  if (instants.length === 0) return { rows: [], ticks: [], now: null, promised: null };
  const isRunning = path.some((step) => step.start && !isOver(step, now) && Date.parse(step.start) <= now);
  const ends = [...instants, ...(promised === null ? [] : [promised]), ...(isRunning ? [now] : [])];
  const [first, last] = [Math.min(...instants), Math.max(...ends)];
  const margin = Math.max((last - first) * 0.02, 10 * MINUTE);
  const [begin, whole] = [first - margin, last - first + 2 * margin];
  const place = (instant: number) => ((instant - begin) / whole) * 100;
  const bar = (from: number, to: number): Bar => ({
    from: place(from),
    width: Math.max(((to - from) / whole) * 100, THINNEST),
  });
  const rows = path.map((step): GanttRow => {
    const planned = bar(Date.parse(step.planned_start), Date.parse(step.planned_end));
    const [start, end] = [parsed(step.start), parsed(step.end)];
    const isLate = end !== null && !GONE.has(step.state) && end - Date.parse(step.planned_end) > MINUTE;
    if (start === null || GONE.has(step.state))
      return { step, planned, real: null, expected: null, isLate: false };
    const until = end ?? now;
    if (step.state === "done") return { step, planned, real: bar(start, until), expected: null, isLate };
    return {
      step,
      planned,
      real: start < now && step.state !== "waiting" ? bar(start, now) : null,
      expected: until > now ? bar(step.state === "waiting" ? start : Math.max(start, now), until) : null,
      isLate: isLate || (end !== null && end <= now),
    };
  });
  const within = (instant: number | null) =>
    instant !== null && instant >= begin && instant <= begin + whole ? place(instant) : null;
  return {
    rows,
    ticks: ticksOf(begin, whole, dayStart, most).map((instant) => ({ at: place(instant), instant })),
    now: within(now),
    promised: within(promised),
  };
}

const parsed = (text: string | null | undefined) => (text ? Date.parse(text) : null);

function isOver(step: PathStep, now: number): boolean {
  return step.end !== null && step.end !== undefined && Date.parse(step.end) <= now && step.state === "done";
}

function ticksOf(
  begin: number,
  whole: number,
  dayStart: (instant: number) => number,
  most: number,
): number[] {
  const step = STEPS.find((each) => whole / each <= most) ?? 365 * DAY;
  const ticks: number[] = [];
  // From the midnight before; days are found anew each time, as not all have 24 hours.
  let tick = dayStart(begin);
  while (tick < begin + whole) {
    if (tick >= begin) ticks.push(tick);
    const next = tick + step;
    tick = step >= DAY ? dayStart(next + 2 * HOUR) : next;
  }
  return ticks;
}

/** The first instant of the day that `instant` is in, in a time zone. */
export function dayStartIn(timezone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: timezone,
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
  return (instant) => {
    const found = Object.fromEntries(
      format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
    );
    const past = (found.hour ?? 0) * HOUR + (found.minute ?? 0) * MINUTE + (found.second ?? 0) * 1000;
    return Math.floor(instant / 1000) * 1000 - past;
  };
}
