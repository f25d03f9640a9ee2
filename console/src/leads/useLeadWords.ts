import { useTranslation } from "react-i18next";
import { currentLanguage } from "../i18n/language";
import { useWords } from "../settings/changes/useWords";
import { useDay } from "../workspace/dayContext";
import { agoText } from "../workspace/days";
import { dateFormat } from "../workspace/formats";
import { moneyText, shortMoney } from "../workspace/money";
import type { LeadRow, Money } from "./types";

const NO_BLOCKER = "none";

/** How what stands in a lead is said: names of ids, days, amounts. */
export function useLeadWords() {
  const { t } = useTranslation();
  const day = useDay();
  const words = useWords(day.workspace);
  const language = currentLanguage();
  return {
    ...words,
    workspace: day.workspace,
    dayOf: day.dayOf,
    daysSince: day.daysSince,
    day: day.textOf,
    /** An instant on the workspace's wall; the year only where it is another one. */
    moment: (instant: string) => momentText(instant, day.dayOf(instant), language, day),
    /** `3 minutes ago`; of what is longer ago the day and the time. */
    ago: (instant: string) =>
      agoText(instant, new Date(), language, t("common.day.just_now")) ??
      momentText(instant, day.dayOf(instant), language, day),
    money: (money: Money) => moneyText(money, language, day.workspace.currency),
    shortMoney: (money: Money) => shortMoney(money, language, day.workspace.currency),
    shortDay: (instant: string) => shortDay(day.dayOf(instant), language, day.today),
    // The glossary's word; settings call it otherwise.
    field: (id: string) => (id === "blocker" ? t("leads.column.blocker") : words.field(id)),
    nameOf: (lead: LeadRow) => lead.name || lead.company || t("leads.unnamed"),
    blockerOf: (lead: LeadRow) => (lead.blocker && lead.blocker !== NO_BLOCKER ? lead.blocker : null),
    ownerOf: (lead: LeadRow) => lead.owner_name ?? (lead.owner_id === null ? t("leads.pool") : null),
  };
}

export type LeadWords = ReturnType<typeof useLeadWords>;

function momentText(
  instant: string,
  of: string,
  language: string,
  { workspace, today }: { workspace: { timezone: string }; today: string },
): string {
  const year = of.slice(0, 4) === today.slice(0, 4) ? {} : { year: "numeric" as const };
  return dateFormat(language, {
    timeZone: workspace.timezone,
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    ...year,
  }).format(new Date(instant));
}

/** Without the weekday; the year only where it is another one. */
function shortDay(day: string, language: string, today: string): string {
  const year = day.slice(0, 4) === today.slice(0, 4) ? {} : { year: "numeric" as const };
  return dateFormat(language, {
    timeZone: "UTC",
    month: "short",
    day: "numeric",
    ...year,
  }).format(new Date(`${day}T00:00:00Z`));
}
