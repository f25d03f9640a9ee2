import { CloseOutlined, FilterOutlined } from "@ant-design/icons";
import { Badge, Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "../../auth/queries";
import { useIsPhone } from "../../ui/useMediaQuery";
import { WordsInput } from "../../ui/WordsInput";
import { ExportMenu } from "../ExportMenu";
import { ColumnsMenu } from "../list/ColumnsMenu";
import { ViewsMenu } from "../saved/ViewsMenu";
import type { LeadsAddress } from "../useLeadsAddress";
import styles from "./Filter.module.css";
import { countOf, NO_FILTERS } from "./filters";

const FilterFields = lazy(() => import("./FilterFields"));
const FilterSheet = lazy(() => import("./FilterSheet"));

/** Filters, order, saved views and export; on a phone most of it is in a sheet. */
export function FilterBar({ address }: { address: LeadsAddress }) {
  const { t } = useTranslation();
  const may = useMay();
  const isPhone = useIsPhone();
  const [isOpen, setOpen] = useState(false);
  const { filters, setFilters } = address;
  const count = countOf({ ...filters, q: undefined });
  const clear = () => setFilters({ ...NO_FILTERS, sort: filters.sort });
  const words = (
    <WordsInput
      label={t("leads.filter.words")}
      placeholder={t("leads.filter.words_short")}
      value={filters.q ?? ""}
      onChange={(q) => setFilters({ ...filters, q })}
    />
  );
  const more = (
    <>
      <ViewsMenu address={address} />
      {!isPhone && address.layout === "table" && <ColumnsMenu />}
      {may("leads.export") && <ExportMenu filters={filters} isTextHidden={!isPhone} />}
    </>
  );
  if (!isPhone) {
    return (
      <search className={styles.bar}>
        {words}
        <Suspense fallback={<span className={styles.coming} />}>
          <FilterFields filters={filters} onChange={setFilters} isBoard={address.layout === "board"} />
        </Suspense>
        {countOf(filters) > 0 && (
          <Button
            type="text"
            icon={<CloseOutlined />}
            aria-label={t("leads.filter.clear")}
            title={t("leads.filter.clear")}
            onClick={clear}
          />
        )}
        <span className={styles.more}>{more}</span>
      </search>
    );
  }
  return (
    <search className={styles.bar}>
      {words}
      <Badge count={count} size="small" color="var(--ant-color-primary)">
        <Button icon={<FilterOutlined />} onClick={() => setOpen(true)}>
          {t("leads.filter.action")}
        </Button>
      </Badge>
      {isOpen && (
        <Suspense fallback={null}>
          <FilterSheet address={address} onClear={clear} onClose={() => setOpen(false)}>
            {more}
          </FilterSheet>
        </Suspense>
      )}
    </search>
  );
}
