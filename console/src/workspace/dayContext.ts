import { createContext, useContext } from "react";
import { currentLanguage } from "../i18n/language";
import { dayIn, daysBetween, dayText, timeIn } from "./days";
import type { Workspace } from "./queries";

/** The day that the page is about, and the settings that its lines need. */
export interface Day {
  workspace: Workspace;
  /** `YYYY-MM-DD` in the workspace's zone. */
  today: string;
}

export const DayContext = createContext<Day | null>(null);

export function useDay() {
  const day = useContext(DayContext);
  if (!day) throw new Error("outside of the day");
  const { workspace, today } = day;
  const language = currentLanguage();
  return {
    ...day,
    dayOf: (instant: string) => dayIn(workspace.timezone, new Date(instant)),
    timeOf: (instant: string) => timeIn(workspace.timezone, new Date(instant), language),
    /** Days from the instant's day until today: positive when it is past. */
    daysSince: (instant: string) => daysBetween(dayIn(workspace.timezone, new Date(instant)), today),
    textOf: (value: string) =>
      dayText(value.length === 10 ? value : dayIn(workspace.timezone, new Date(value)), language, today),
    nameOf: (entry: { names: { "zh-CN": string; en: string } }) => entry.names[language],
  };
}
