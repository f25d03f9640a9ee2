import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useAccess } from "../leads/useAccess";
import styles from "../ui/RowTable.module.css";
import { useFillHeight } from "../ui/useFillHeight";
import { useMore } from "../ui/useMore";
import { useRowKeys } from "../ui/useRowKeys";
import { COLUMNS, type Column, NUMERIC } from "./columns";
import type { CustomerPages } from "./queries";
import type { Customer } from "./types";
import type { CustomersAddress } from "./useCustomersAddress";
import { type CustomerWords, useCustomerWords } from "./useCustomerWords";

const ROW = 52;

export interface ListProps {
  rows: Customer[];
  pages: CustomerPages;
  address: CustomersAddress;
}

/** However many customers there are, only the rows in sight are drawn. */
export function CustomerTable({ rows, pages, address }: ListProps) {
  const { t } = useTranslation();
  const words = useCustomerWords();
  const access = useAccess();
  const frame = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  useFillHeight(frame);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW,
    overscan: 12,
    useFlushSync: false,
  });
  const shown = virtual.getVirtualItems();
  useMore(pages, address.words === "" && (shown.at(-1)?.index ?? 0) >= rows.length - 60);
  const onKeyDown = useRowKeys(rows.length, active, setActive, virtual);
  const columns = (Object.keys(COLUMNS) as Column[]).filter(
    (each) => access(each === "owner_ids" ? "owner_id" : each) !== "hidden",
  );
  const style = {
    "--columns": ["minmax(240px, 1fr)", ...columns.map((each) => `${COLUMNS[each]}px`)].join(" "),
    "--width": `${240 + columns.reduce((sum, each) => sum + COLUMNS[each], 0)}px`,
  } as CSSProperties;
  return (
    <div ref={frame} className={styles.frame}>
      <table
        className={styles.table}
        style={style}
        aria-label={t("customers.title")}
        aria-rowcount={pages.hasNextPage ? -1 : rows.length + 1}
        aria-busy={pages.isFetching}
      >
        <thead className={styles.head}>
          <tr className={styles.row} aria-rowindex={1}>
            <th className={styles.cell}>{words.label("name")}</th>
            {columns.map((each) => (
              <th key={each} className={styles.cell} data-numeric={NUMERIC.has(each)}>
                {t(`customers.column.${each}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className={styles.rows} style={{ height: virtual.getTotalSize() }} onKeyDown={onKeyDown}>
          {shown.map(({ index, start }) => {
            const customer = rows[index];
            if (!customer) return null;
            return (
              <tr
                key={customer.id}
                className={styles.row}
                aria-rowindex={index + 2}
                data-row={index}
                data-open={customer.id === address.customerId}
                style={{ transform: `translateY(${start}px)` }}
                onFocus={() => setActive(index)}
              >
                <td className={styles.cell}>
                  <Link
                    to={address.toCustomer(customer.id)}
                    className={styles.name}
                    tabIndex={index === active ? 0 : -1}
                    data-part="link"
                    title={words.title(customer)}
                  >
                    {words.title(customer)}
                  </Link>
                </td>
                {columns.map((each) => (
                  <td key={each} className={styles.cell} data-numeric={NUMERIC.has(each)}>
                    <span className={styles.text}>{textIn(each, customer, words)}</span>
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function textIn(column: Column, customer: Customer, words: CustomerWords): string {
  if (column === "owner_ids") return words.owners(customer);
  if (column === "updated_at") return words.shortDay(customer.updated_at);
  if (column === "open_leads" || column === "closed_leads") return String(customer[column] || "");
  return customer[column] ?? "";
}
