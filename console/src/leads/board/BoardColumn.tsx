import { useDroppable } from "@dnd-kit/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { Skeleton } from "antd";
import { type RefObject, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Stage } from "../../settings/setup/types";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { useFillHeight } from "../../ui/useFillHeight";
import { useMore } from "../../ui/useMore";
import { useDay } from "../../workspace/dayContext";
import { toQuery } from "../filter/filters";
import { useLeadPages, useRows } from "../queries";
import type { LeadsAddress } from "../useLeadsAddress";
import type { LeadWords } from "../useLeadWords";
import styles from "./Board.module.css";
import { BoardCard } from "./BoardCard";
import type { Totals } from "./totals";

interface BoardColumnProps {
  stage: Stage;
  address: LeadsAddress;
  words: LeadWords;
  /** null: not known under these filters. */
  totals: Totals | null;
  mayMove: boolean;
  /** A card that is to have the focus as soon as it is drawn. */
  focusWanted: RefObject<string | null>;
}

const PAGE = 50;

export function BoardColumn({ stage, address, words, totals, mayMove, focusWanted }: BoardColumnProps) {
  const { t } = useTranslation();
  const { nameOf } = useDay();
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  const { setNodeRef, isOver } = useDroppable({ id: stage.id });
  // Closed leads by what was last, open ones by what is next.
  const sort = stage.kind === "open" ? "next_follow_up_at" : "-updated_at";
  const pages = useLeadPages(
    { ...toQuery({ ...address.filters, state: "all", sort }), stage: stage.id },
    PAGE,
  );
  const rows = useRows(pages.data);
  useFillHeight(frame);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    getItemKey: (index) => rows[index]?.id ?? index,
    estimateSize: () => 112,
    overscan: 6,
    useFlushSync: false,
  });
  const shown = virtual.getVirtualItems();
  useMore(pages, (shown.at(-1)?.index ?? 0) >= rows.length - 10);
  const count = totals?.leads ?? rows.length;
  return (
    <section ref={setNodeRef} className={styles.column} data-over={isOver} aria-labelledby={id}>
      <header className={styles.head}>
        <h2 id={id}>
          {nameOf(stage)}{" "}
          <span className={styles.count}>
            {totals === null && pages.hasNextPage ? t("leads.board.at_least", { count }) : count}
          </span>
        </h2>
        <p className={styles.sums}>
          {totals?.amounts.map((amount) => (
            <span key={amount.currency} title={words.money(amount)}>
              {words.shortMoney(amount)}
            </span>
          ))}
          {totals !== null && totals.silent > 0 && (
            <span className={styles.silent}>{t("leads.board.silent", { count: totals.silent })}</span>
          )}
        </p>
      </header>
      <div ref={frame} className={styles.cards} data-stale={pages.isPlaceholderData}>
        {pages.isPending && <Skeleton active title={false} paragraph={{ rows: 4, width: "100%" }} />}
        {pages.isError && <ErrorNotice error={pages.error} onRetry={() => void pages.refetch()} />}
        {pages.data && rows.length === 0 && !pages.hasNextPage && (
          <p className={styles.none}>{t("leads.board.none")}</p>
        )}
        <ul className={styles.list} style={{ height: virtual.getTotalSize() }}>
          {shown.map(({ index, start, key }) => {
            const lead = rows[index];
            return (
              lead && (
                <li
                  key={key}
                  ref={virtual.measureElement}
                  data-index={index}
                  className={styles.item}
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <BoardCard
                    lead={lead}
                    words={words}
                    to={address.toLead(lead.id)}
                    mayMove={mayMove}
                    focusWanted={focusWanted}
                  />
                </li>
              )
            );
          })}
        </ul>
      </div>
    </section>
  );
}
