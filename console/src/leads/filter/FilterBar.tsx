import { FilterOutlined } from "@ant-design/icons";
import { Badge, Button, Drawer } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "../../auth/queries";
import { useIsPhone } from "../../ui/useMediaQuery";
import { ExportMenu } from "../ExportMenu";
import { ViewsMenu } from "../saved/ViewsMenu";
import type { LeadsAddress } from "../useLeadsAddress";
import styles from "./Filter.module.css";
import { FilterFields } from "./FilterFields";
import { countOf, NO_FILTERS } from "./filters";
import { WordsInput } from "./WordsInput";

/** Filters, order, saved views and export; on a phone most of it is in a sheet. */
export function FilterBar({ address }: { address: LeadsAddress }) {
  const { t } = useTranslation();
  const may = useMay();
  const isPhone = useIsPhone();
  const [isOpen, setOpen] = useState(false);
  const { filters, setFilters } = address;
  const count = countOf({ ...filters, q: undefined });
  const clear = () => setFilters({ ...NO_FILTERS, sort: filters.sort });
  const words = <WordsInput value={filters.q ?? ""} onChange={(q) => setFilters({ ...filters, q })} />;
  const more = (
    <>
      <ViewsMenu address={address} />
      {may("leads.export") && <ExportMenu filters={filters} />}
    </>
  );
  if (!isPhone) {
    return (
      <search className={styles.bar}>
        {words}
        <FilterFields filters={filters} onChange={setFilters} isBoard={address.layout === "board"} />
        {countOf(filters) > 0 && (
          <Button type="link" onClick={clear}>
            {t("leads.filter.clear")}
          </Button>
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
      <Drawer
        open={isOpen}
        onClose={() => setOpen(false)}
        placement="bottom"
        size="auto"
        title={t("leads.filter.title")}
        footer={
          <div className={styles.sheetFoot}>
            <Button onClick={clear}>{t("leads.filter.clear")}</Button>
            <Button type="primary" onClick={() => setOpen(false)}>
              {t("leads.filter.show")}
            </Button>
          </div>
        }
      >
        <div className={styles.sheet}>
          <FilterFields filters={filters} onChange={setFilters} isBoard={address.layout === "board"} />
          <div className={styles.sheetMore}>{more}</div>
        </div>
      </Drawer>
    </search>
  );
}
