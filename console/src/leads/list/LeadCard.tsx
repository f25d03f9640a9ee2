import type { ReactNode } from "react";
import { Link, type To } from "react-router";
import type { LeadRow } from "../types";
import type { LeadWords } from "../useLeadWords";
import styles from "./LeadCard.module.css";
import { LeadMarks } from "./LeadMarks";

interface LeadCardProps {
  lead: LeadRow;
  words: LeadWords;
  to: To;
  /** The board says it by its columns. */
  isStageHidden?: boolean;
  /** At the upper right. */
  children?: ReactNode;
}

/** A lead in a few lines: what it is, how much, whose, and what is next. */
export function LeadCard({ lead, words, to, isStageHidden, children }: LeadCardProps) {
  const isOpen = lead.stage_kind !== "won" && lead.stage_kind !== "lost";
  const facts = [
    !isStageHidden && lead.stage ? words.stage(lead.stage) : null,
    lead.amount ? words.money(lead.amount) : null,
    words.ownerOf(lead),
  ].filter(Boolean);
  return (
    <div className={styles.card}>
      <div className={styles.top}>
        <Link to={to} className={styles.name} draggable={false}>
          {words.nameOf(lead)}
        </Link>
        {children}
      </div>
      <p className={styles.facts}>
        {facts.map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </p>
      <p className={styles.next}>
        {isOpen && lead.next_follow_up_at && <span>{words.day(lead.next_follow_up_at)}</span>}
        <LeadMarks lead={lead} />
        {words.blockerOf(lead) && <span className={styles.blocker}>{words.blockerOf(lead)}</span>}
      </p>
    </div>
  );
}
