import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { Checkbox } from "antd";
import { useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMore } from "../../ui/useMore";
import { useLeadWords } from "../useLeadWords";
import { LeadCard } from "./LeadCard";
import styles from "./LeadCards.module.css";
import type { ListProps } from "./LeadTable";
import { ListFoot } from "./ListFoot";

/** The list on a phone. The page itself scrolls, so that its bars behave as everywhere. */
export function LeadCards({ rows, pages, address, selection }: ListProps) {
  const { t } = useTranslation();
  const words = useLeadWords();
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), []);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => 104,
    overscan: 8,
    scrollMargin: top,
    useFlushSync: false,
  });
  const shown = virtual.getVirtualItems();
  useMore(pages, (shown.at(-1)?.index ?? 0) >= rows.length - 20);
  return (
    <>
      <ul
        ref={list}
        className={styles.cards}
        style={{ height: virtual.getTotalSize() }}
        aria-busy={pages.isFetching}
        data-stale={pages.isPlaceholderData}
      >
        {shown.map(({ index, start }) => {
          const lead = rows[index];
          if (!lead) return null;
          return (
            <li
              key={lead.id}
              ref={virtual.measureElement}
              data-index={index}
              className={styles.item}
              aria-setsize={pages.hasNextPage ? -1 : rows.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start - top}px)` }}
            >
              <LeadCard lead={lead} words={words} to={address.toLead(lead.id)}>
                {selection && (
                  <Checkbox
                    className={styles.tick}
                    aria-label={t("leads.select.one", { name: words.nameOf(lead) })}
                    checked={selection.chosen.has(lead.id)}
                    onChange={() => selection.toggle(lead.id, false)}
                  />
                )}
              </LeadCard>
            </li>
          );
        })}
      </ul>
      <ListFoot count={rows.length} pages={pages} />
    </>
  );
}
