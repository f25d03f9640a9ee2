import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, type To } from "react-router";
import { CardMenu } from "../card/CardMenu";
import { toneOf } from "../clock/countdown";
import { useNow } from "../clock/useNow";
import { BlockedMark, ClockMark, PriorityMark } from "../Marks";
import type { CardRow } from "../types";
import type { FlowWords } from "../useFlowWords";
import styles from "./Board.module.css";

interface FlowCardProps {
  card: CardRow;
  words: FlowWords;
  to: To;
  target: number | null;
  /** Below: where columns don't say the step. */
  children?: ReactNode;
}

/** A card in a few lines: which run, for whom, with whom, and how long it has. */
export function FlowCard({ card, words, to, target, children }: FlowCardProps) {
  const { t } = useTranslation();
  const now = useNow();
  const tone = toneOf(card, now, target);
  const respond = card.state === "ready" ? card.respond_due_at : null;
  const isUnanswered = respond !== null && respond !== undefined && Date.parse(respond) < now;
  return (
    <div className={styles.card} data-tone={tone}>
      <div className={styles.top}>
        <Link to={to} className={styles.name} draggable={false}>
          {card.title}
        </Link>
        <CardMenu card={card} />
      </div>
      <p className={styles.facts}>
        {card.customer_name && !card.title.includes(card.customer_name) && <span>{card.customer_name}</span>}
        {card.holder_name && <span>{card.holder_name}</span>}
        {card.state !== "blocked" && <span>{words.state(card.state)}</span>}
      </p>
      <p className={styles.marks}>
        <BlockedMark card={card} />
        <ClockMark card={card} words={words} target={target} />
        <PriorityMark priority={card.priority} words={words} />
      </p>
      {respond && (
        <p className={styles.respond} data-over={isUnanswered}>
          {t(isUnanswered ? "flows.card.not_started_by" : "flows.card.start_by", {
            at: words.moment(respond),
          })}
        </p>
      )}
      {children}
    </div>
  );
}
