import { ArrowDownOutlined, ArrowUpOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import styles from "../../ui/RowTable.module.css";
import type { LeadsAddress } from "../useLeadsAddress";
import { type Column, sortBy } from "./columns";

/** The head of a column; where the leads can be put in its order, a press does so. */
export function ColumnName({ column, address }: { column: Column; address: LeadsAddress }) {
  const { t } = useTranslation();
  const { filters, setFilters } = address;
  const sort = sortBy(column);
  const name = t(`leads.column.${column}`);
  if (!sort) return name;
  return (
    <button type="button" className={styles.sort} onClick={() => setFilters({ ...filters, sort })}>
      {name}
      {filters.sort === sort && (sort.startsWith("-") ? <ArrowDownOutlined /> : <ArrowUpOutlined />)}
    </button>
  );
}
