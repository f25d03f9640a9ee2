import { useTranslation } from "react-i18next";
import { useDay } from "../workspace/dayContext";
import type { LeadRow, SectionId } from "./worklist";

/** Since when or until when a lead waits, in the words of its section. */
export function useWhen(lead: LeadRow, section: SectionId): { text: string; isLate: boolean } {
  const { t } = useTranslation();
  const { daysSince, timeOf, textOf } = useDay();
  const due = lead.next_follow_up_at;
  if (section === "silent" && lead.silent_since) {
    const since = lead.touched_at ?? lead.silent_since;
    return { text: t("today.when.silent", { count: daysSince(since) }), isLate: true };
  }
  if (section === "waking" && lead.hold_until) {
    const isToday = daysSince(lead.hold_until) >= 0;
    return {
      text: isToday ? t("today.when.wakes_today") : t("today.when.wakes", { date: textOf(lead.hold_until) }),
      isLate: false,
    };
  }
  if (section === "pool") {
    return {
      text: lead.updated_at ? t("today.when.pool", { date: textOf(lead.updated_at) }) : "",
      isLate: false,
    };
  }
  if (!due) return { text: "", isLate: false };
  const late = daysSince(due);
  if (late > 0) return { text: t("today.when.late", { count: late }), isLate: true };
  if (late < 0) return { text: textOf(due), isLate: false };
  const time = timeOf(due);
  return lead.overdue
    ? { text: t("today.when.late_today", { time }), isLate: true }
    : { text: t("today.when.today", { time }), isLate: false };
}
