/** The figures of the timeliness report as they are said and drawn. Pure. */
import type { Schemas } from "../../api/client";

export type Report = Schemas["TimelinessView"];
export type Figures = Schemas["FiguresView"];
export type Times = Schemas["TimesView"];

/** `2026-11`, so many months later. */
export function addMonths(month: string, count: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const at = year * 12 + number - 1 + count;
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
}

const MONTH = /^2\d{3}-(0[1-9]|1[0-2])$/;
export const isMonth = (text: string | null): text is string => text !== null && MONTH.test(text);

export function percentText(share: number | null, language: string): string {
  if (share === null) return "–";
  return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 }).format(share);
}

/** Better, worse, or neither: of times and blocks less is better, of all else more. */
export type Trend = "better" | "worse" | "same";

export function trendOf(change: number | null, isLessBetter: boolean): Trend {
  if (change === null || change === 0) return "same";
  return change < 0 === isLessBetter ? "better" : "worse";
}

/** Hours with one decimal: what charts are drawn in. */
export const hours = (seconds: number | null): number | null =>
  seconds === null ? null : Math.round(seconds / 360) / 10;

export interface Series {
  name: string;
  values: (number | null)[];
}

export interface Bars {
  labels: string[];
  series: Series[];
}

/** Median and p90 of each step, in the order of the report. */
export function timesOf(
  rows: readonly (Figures & { name: string })[],
  names: { median: string; p90: string },
): Bars {
  const shown = rows.filter((each) => each.completion.median_seconds !== null);
  return {
    labels: shown.map((each) => each.name),
    series: [
      { name: names.median, values: shown.map((each) => hours(each.completion.median_seconds)) },
      { name: names.p90, values: shown.map((each) => hours(each.completion.p90_seconds)) },
    ],
  };
}

/** The reasons for which cards stood longest. */
export function reasonsOf(report: Pick<Report, "reasons">, name: string, most = 8): Bars {
  const shown = report.reasons.slice(0, most);
  return {
    labels: shown.map((each) => each.reason_name),
    series: [{ name, values: shown.map((each) => hours(each.seconds)) }],
  };
}

/** Share on time of each role, in per cent. */
export function onTimeOf(rows: readonly (Figures & { name: string })[], name: string): Bars {
  const shown = rows.filter((each) => each.completion.on_time_rate !== null);
  return {
    labels: shown.map((each) => each.name),
    series: [{ name, values: shown.map((each) => Math.round((each.completion.on_time_rate ?? 0) * 100)) }],
  };
}
