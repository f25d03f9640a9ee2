import { useTranslation } from "react-i18next";
import { currentLanguage } from "../i18n/language";
import { useWords } from "../settings/changes/useWords";
import { useDay } from "../today/dayContext";
import { moneyText } from "./money";
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
    money: (money: Money) => moneyText(money, language),
    nameOf: (lead: LeadRow) => lead.name || lead.company || t("leads.unnamed"),
    blockerOf: (lead: LeadRow) => (lead.blocker && lead.blocker !== NO_BLOCKER ? lead.blocker : null),
    ownerOf: (lead: LeadRow) => lead.owner_name ?? (lead.owner_id === null ? t("leads.pool") : null),
  };
}

export type LeadWords = ReturnType<typeof useLeadWords>;
