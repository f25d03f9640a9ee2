import { useVirtualizer } from "@tanstack/react-virtual";
import { Checkbox } from "antd";
import { type CSSProperties, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "../../ui/RowTable.module.css";
import { useFillHeight } from "../../ui/useFillHeight";
import { useMore } from "../../ui/useMore";
import { useRowKeys } from "../../ui/useRowKeys";
import type { Sort } from "../filter/filters";
import type { LeadPages } from "../queries";
import type { LeadRow } from "../types";
import { useAccess } from "../useAccess";
import type { LeadsAddress } from "../useLeadsAddress";
import { useLeadWords } from "../useLeadWords";
import { ColumnName } from "./ColumnName";
import { type Column, NUMERIC, sortBy, visibleColumns, WIDTHS } from "./columns";
import { LeadTableRow } from "./LeadTableRow";
import { ListFoot } from "./ListFoot";
import { useColumns } from "./useColumns";
import type { Selection } from "./useSelection";

const ROW = 52;

export interface ListProps {
  rows: LeadRow[];
  pages: LeadPages;
  address: LeadsAddress;
  /** None for those who may not act on many. */
  selection: Selection | undefined;
}

/** However many leads there are, only the rows in sight are drawn; the next page comes before the end is in sight. */
export function LeadTable({ rows, pages, address, selection }: ListProps) {
  const { t } = useTranslation();
  const words = useLeadWords();
  const access = useAccess();
  const chosen = useColumns();
  const columns = visibleColumns(chosen, (field) => access(field) === "hidden");
  const frame = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  useFillHeight(frame);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW,
    overscan: 12,
    // React 19 warns of a synchronous render that is asked for while one is going on.
    useFlushSync: false,
  });
  const shown = virtual.getVirtualItems();
  useMore(pages, (shown.at(-1)?.index ?? 0) >= rows.length - 60);
  const onKeyDown = useRowKeys(rows.length, active, setActive, virtual);
  const template = [
    selection ? "44px" : "",
    "minmax(220px, 1fr)",
    ...columns.map((each) => `${WIDTHS[each]}px`),
  ];
  const width = 264 + columns.reduce((sum, each) => sum + WIDTHS[each], 0);
  const style = { "--columns": template.join(" "), "--width": `${width}px` } as CSSProperties;
  const isAll =
    selection !== undefined && rows.length > 0 && rows.every(({ id }) => selection.chosen.has(id));
  return (
    <div className={styles.outer}>
      <div ref={frame} className={styles.frame} data-stale={pages.isPlaceholderData}>
        <table
          className={styles.table}
          style={style}
          aria-label={t("leads.title")}
          aria-rowcount={pages.hasNextPage ? -1 : rows.length + 1}
          aria-busy={pages.isFetching}
        >
          <thead className={styles.head}>
            <tr className={styles.row} aria-rowindex={1}>
              {selection && (
                <th className={styles.tick}>
                  <Checkbox
                    aria-label={t("leads.select.all")}
                    checked={isAll}
                    indeterminate={!isAll && selection.chosen.size > 0}
                    onChange={isAll ? selection.clear : selection.all}
                  />
                </th>
              )}
              <th className={styles.cell}>{words.field("name")}</th>
              {columns.map((each) => (
                <th
                  key={each}
                  className={styles.cell}
                  data-numeric={NUMERIC.has(each)}
                  aria-sort={sortOf(each, address.filters.sort)}
                >
                  <ColumnName column={each} address={address} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody className={styles.rows} style={{ height: virtual.getTotalSize() }} onKeyDown={onKeyDown}>
            {shown.map(({ index, start }) => {
              const lead = rows[index];
              return (
                lead && (
                  <LeadTableRow
                    key={lead.id}
                    lead={lead}
                    index={index}
                    top={start}
                    columns={columns}
                    words={words}
                    isActive={index === active}
                    isOpen={lead.id === address.leadId}
                    to={address.toLead(lead.id)}
                    selection={selection}
                    onFocus={() => setActive(index)}
                  />
                )
              );
            })}
          </tbody>
        </table>
      </div>
      <ListFoot count={rows.length} pages={pages} />
    </div>
  );
}

function sortOf(column: Column, sort: Sort): "ascending" | "descending" | undefined {
  if (sortBy(column) !== sort) return undefined;
  return sort.startsWith("-") ? "descending" : "ascending";
}
