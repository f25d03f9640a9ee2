import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import card from "../leads/list/LeadCard.module.css";
import styles from "../leads/list/LeadCards.module.css";
import { useMore } from "../ui/useMore";
import type { ListProps } from "./CustomerTable";
import { useCustomerWords } from "./useCustomerWords";

/** The list on a phone. */
export function CustomerCards({ rows, pages, address }: ListProps) {
  const { t } = useTranslation();
  const words = useCustomerWords();
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), []);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => 80,
    overscan: 8,
    scrollMargin: top,
    useFlushSync: false,
  });
  const shown = virtual.getVirtualItems();
  useMore(pages, address.words === "" && (shown.at(-1)?.index ?? 0) >= rows.length - 20);
  return (
    <ul
      ref={list}
      className={styles.cards}
      style={{ height: virtual.getTotalSize() }}
      aria-busy={pages.isFetching}
    >
      {shown.map(({ index, start }) => {
        const customer = rows[index];
        if (!customer) return null;
        const facts = [
          customer.contact,
          words.owners(customer),
          customer.open_leads > 0 ? t("customers.open_leads", { count: customer.open_leads }) : null,
        ].filter(Boolean);
        return (
          <li
            key={customer.id}
            ref={virtual.measureElement}
            data-index={index}
            className={styles.item}
            aria-setsize={pages.hasNextPage ? -1 : rows.length}
            aria-posinset={index + 1}
            style={{ transform: `translateY(${start - top}px)` }}
          >
            <div className={card.card}>
              <Link to={address.toCustomer(customer.id)} className={card.name}>
                {words.title(customer)}
              </Link>
              <p className={card.facts}>
                {facts.map((fact) => (
                  <span key={fact}>{fact}</span>
                ))}
              </p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
