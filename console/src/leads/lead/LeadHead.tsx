import { useTranslation } from "react-i18next";
import { useDay } from "../../workspace/dayContext";
import { LeadMarks } from "../list/LeadMarks";
import type { LeadView } from "../types";
import { useLeadWords } from "../useLeadWords";
import styles from "./LeadHead.module.css";

/** What one wants to know at a glance: how much, whose, what is next, and what is wrong. */
export function LeadHead({ lead }: { lead: LeadView }) {
  const { t } = useTranslation();
  const words = useLeadWords();
  const { daysSince } = useDay();
  const isOpen = lead.stage_kind === "open";
  const facts = [
    { name: words.field("amount"), value: lead.amount && words.money(lead.amount) },
    { name: words.field("owner_id"), value: words.ownerOf(lead) },
    {
      name: words.field("next_follow_up_at"),
      value: isOpen && lead.next_follow_up_at ? words.day(lead.next_follow_up_at) : null,
    },
    { name: t("leads.column.touched_at"), value: lead.touched_at && words.day(lead.touched_at) },
    { name: t("leads.head.lost_reason"), value: lead.lost_reason && words.reason(lead.lost_reason) },
    { name: t("leads.head.closed_at"), value: lead.closed_at && words.day(lead.closed_at) },
  ];
  const silentDays = lead.silent && lead.touched_at ? daysSince(lead.touched_at) : null;
  return (
    <div className={styles.head}>
      <dl className={styles.facts}>
        {facts
          .filter(({ value }) => value)
          .map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {(lead.overdue || lead.silent || lead.hold_until) && (
        <p className={styles.marks}>
          <LeadMarks lead={lead} />
          {silentDays !== null && <span>{t("leads.head.silent", { count: silentDays })}</span>}
          {lead.hold && (
            <span>
              {t("leads.head.held", { reason: lead.hold.reason_name, date: words.day(lead.hold.until) })}
            </span>
          )}
        </p>
      )}
    </div>
  );
}
