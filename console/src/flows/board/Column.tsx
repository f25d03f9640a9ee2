import { Button, Skeleton } from "antd";
import { useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { useFillHeight } from "../../ui/useFillHeight";
import { useDay } from "../../workspace/dayContext";
import { isOpen } from "../clock/countdown";
import { targetSeconds } from "../course";
import { dayHours } from "../dayHours";
import { useRestOfColumn } from "../queries";
import type { BoardView, CardRow, FlowNode } from "../types";
import type { FlowWords } from "../useFlowWords";
import styles from "./Board.module.css";
import { FlowCard } from "./FlowCard";
import type { BoardAddress } from "./useBoardAddress";

interface ColumnProps {
  flow: string;
  column: BoardView["columns"][number];
  /** As the flow's newest version has it. */
  node: FlowNode | undefined;
  address: BoardAddress;
  words: FlowWords;
}

export function Column({ flow, column, node, address, words }: ColumnProps) {
  const { t } = useTranslation();
  const id = useId();
  const { workspace } = useDay();
  const frame = useRef<HTMLDivElement>(null);
  const [isLong, setLong] = useState(false);
  useFillHeight(frame);
  const asked = { flow, node: column.node, filters: address.filters, cursor: column.next_cursor };
  const rest = useRestOfColumn(asked, isLong);
  const cards = useMemo(
    () => rowsOf(column.items, isLong ? (rest.data?.pages.flatMap((page) => page.items) ?? []) : []),
    [column.items, rest.data, isLong],
  );
  const hasMore = isLong ? rest.hasNextPage : column.next_cursor !== null;
  const hours = dayHours(workspace.calendar);
  return (
    <section className={styles.column} aria-labelledby={id} data-step={column.node}>
      <header className={styles.head}>
        <h2 id={id}>
          {column.node_name}
          <span className={styles.count}>
            {hasMore ? t("flows.board.at_least", { count: cards.length }) : cards.length}
          </span>
        </h2>
        {node && <span className={styles.sla}>{words.sla(node.sla.complete)}</span>}
      </header>
      <div ref={frame} className={styles.cards}>
        {cards.length === 0 && <p className={styles.none}>{t("flows.board.none")}</p>}
        <ul className={styles.list}>
          {cards.map((card) => (
            <li key={card.id}>
              <FlowCard
                card={card}
                words={words}
                to={address.toCard(card.run_id, card.id)}
                target={targetSeconds(node, card.priority, hours)}
              />
            </li>
          ))}
        </ul>
        {isLong && rest.isPending && <Skeleton active title={false} paragraph={{ rows: 2 }} />}
        <ErrorNotice error={isLong ? rest.error : null} onRetry={() => void rest.refetch()} />
        {hasMore && (
          <Button
            className={styles.more ?? ""}
            loading={rest.isFetchingNextPage}
            onClick={() => (isLong ? void rest.fetchNextPage() : setLong(true))}
          >
            {t("flows.board.more")}
          </Button>
        )}
      </div>
    </section>
  );
}

/** Each card once, also one that moved between two pages; and none that has just been closed. */
function rowsOf(first: CardRow[], rest: CardRow[]): CardRow[] {
  const rows = new Map<string, CardRow>();
  for (const card of [...first, ...rest])
    if (!rows.has(card.id) && isOpen(card.state)) rows.set(card.id, card);
  return [...rows.values()];
}
