import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { type Paged, useMore } from "./useMore";
import styles from "./VirtualCards.module.css";

interface VirtualCardsProps<Row> {
  rows: Row[];
  pages: Paged & { isPlaceholderData?: boolean };
  /** Height of a usual card, in pixels. */
  height: number;
  /** Whether the end of what is there asks for the next page. */
  goesOn?: boolean;
  card: (row: Row) => ReactNode;
}

/** A list on a phone. The page itself scrolls, so that its bars behave as everywhere. */
export function VirtualCards<Row extends { id: string }>(props: VirtualCardsProps<Row>) {
  const { rows, pages, height, goesOn = true, card } = props;
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), []);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => height,
    overscan: 8,
    scrollMargin: top,
    useFlushSync: false,
  });
  const shown = virtual.getVirtualItems();
  useMore(pages, goesOn && (shown.at(-1)?.index ?? 0) >= rows.length - 20);
  return (
    <ul
      ref={list}
      className={styles.cards}
      style={{ height: virtual.getTotalSize() }}
      aria-busy={pages.isFetching}
      data-stale={pages.isPlaceholderData}
    >
      {shown.map(({ index, start }) => {
        const row = rows[index];
        if (!row) return null;
        return (
          <li
            key={row.id}
            ref={virtual.measureElement}
            data-index={index}
            className={styles.item}
            aria-setsize={pages.hasNextPage ? -1 : rows.length}
            aria-posinset={index + 1}
            style={{ transform: `translateY(${start - top}px)` }}
          >
            {card(row)}
          </li>
        );
      })}
    </ul>
  );
}
