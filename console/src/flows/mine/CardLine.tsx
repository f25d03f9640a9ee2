import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, type To } from "react-router";
import { CardMenu } from "../card/CardMenu";
import { MOVE_ICONS } from "../card/MovesButtons";
import type { MoveKind } from "../card/moves";
import { usePlainMove } from "../card/usePlainMove";
import { BlockedMark, ClockMark, PriorityMark } from "../Marks";
import type { CardRow } from "../types";
import type { FlowWords } from "../useFlowWords";
import styles from "./Mine.module.css";

interface CardLineProps {
  card: CardRow;
  words: FlowWords;
  to: To;
  /** The reader holds it, by name or by flow role. */
  isMine: boolean;
}

const NEXT: Partial<Record<CardRow["state"], MoveKind>> = {
  ready: "start",
  in_progress: "complete",
  blocked: "unblock",
};

/** A card as a line: what is next for it is one press away, all else in its menu. */
export function CardLine({ card, words, to, isMine }: CardLineProps) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState<MoveKind | null>(null);
  const plain = usePlainMove(card, () => setWanted("start"));
  const next = isMine ? NEXT[card.state] : undefined;
  return (
    <li className={styles.line}>
      <div className={styles.words}>
        <Link to={to} className={styles.name}>
          {card.node_name} · {card.title}
        </Link>
        <p className={styles.facts}>
          {[
            card.flow_name && !card.title.includes(card.flow_name) ? card.flow_name : null,
            card.customer_name && !card.title.includes(card.customer_name) ? card.customer_name : null,
            card.holder_name,
            words.state(card.state),
          ]
            .filter(Boolean)
            .map((fact) => (
              <span key={fact}>{fact}</span>
            ))}
        </p>
      </div>
      <span className={styles.marks}>
        <PriorityMark priority={card.priority} words={words} />
        <BlockedMark card={card} />
        <ClockMark card={card} words={words} />
      </span>
      <span className={styles.acts}>
        {next && (
          <Button
            size="small"
            icon={MOVE_ICONS[next]}
            loading={plain.isPending}
            aria-label={`${t(`flows.move.${next}`)} ${card.node_name} ${card.title}`}
            onClick={() => (next === "complete" ? setWanted(next) : plain.move(next))}
          >
            {t(`flows.move.${next}`)}
          </Button>
        )}
        <CardMenu card={card} wanted={wanted} onWantedDone={() => setWanted(null)} />
      </span>
    </li>
  );
}
