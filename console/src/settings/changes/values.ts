/** One value of the set-up as a person would say it. */
import { isSame } from "../setup/threeWay";
import type { Words } from "./words";
import { known } from "./words";

type Say = (value: unknown, words: Words) => string;

/** 1 January 2024 was a Monday; weekdays count from there. */
export function weekdayName(day: number, language: string, width: "long" | "short" = "short"): string {
  return new Intl.DateTimeFormat(language, { weekday: width, timeZone: "UTC" }).format(
    Date.UTC(2024, 0, 1 + day),
  );
}

export function countryName(code: string, language: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code; // a sales region, which has the same field name
  return new Intl.DisplayNames([language], { type: "region" }).of(code) ?? code;
}

const sayDays: Say = (value, { t }) => t("settings.days", { count: Number(value) });

function sayList(one: Say): Say {
  return (value, words) =>
    Array.isArray(value) ? value.map((each) => one(each, words)).join(", ") : String(value);
}

function sayPairs(key: Say, target: Say): Say {
  return (value, words) =>
    Object.entries((value ?? {}) as Record<string, unknown>)
      .map(([from, to]) => `${key(from, words)}: ${target(to, words)}`)
      .join(", ");
}

const sayPlain: Say = (value) => String(value);
const sayMember: Say = (value, words) => words.member(String(value));
const sayHours: Say = (value) => {
  const { opens, closes } = value as { opens: string; closes: string };
  return `${opens}–${closes}`;
};

const SAY: Record<string, Say> = {
  silent_days: sayDays,
  dwell_days: sayDays,
  repeat_days: sayDays,
  missed_supervisor_after_days: sayDays,
  return_to_pool_days: sayDays,
  next_follow_up_days: sayDays,
  weekend: sayList((day, { language }) => weekdayName(Number(day), language)),
  days_off: sayList(sayPlain),
  working_days: sayList(sayPlain),
  hours: sayList(sayHours),
  members: sayList(sayMember),
  by_channel: sayPairs((id, words) => words.channel(String(id)), sayMember),
  by_region: sayPairs(sayPlain, sayMember),
  country: (value, { language }) => countryName(String(value), language),
  region: (value, { language }) => countryName(String(value), language),
  locale: (value, { t }) => known(t, `settings.language.${String(value).replace("-", "_")}`) ?? String(value),
  silent_basis: (value, { t }) => known(t, `settings.stages.basis.${value}`) ?? String(value),
  rule: (value, { t }) => known(t, `settings.assignment.rule.${value}`) ?? String(value),
  access: (value, { t }) => known(t, `settings.roles.access.${value}`) ?? String(value),
};

/** `property` tells how; a value that is missing or empty is "none". */
export function sayValue(property: string, value: unknown, words: Words): string {
  const isEmpty =
    value === null || value === undefined || value === "" || isSame(value, []) || isSame(value, {});
  if (isEmpty) return words.t("settings.change.none");
  if (typeof value === "boolean") return words.t(value ? "settings.yes" : "settings.no");
  return (SAY[property] ?? sayPlain)(value, words);
}
