import { Button, Drawer } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { LeadsAddress } from "../useLeadsAddress";
import styles from "./Filter.module.css";
import FilterFields from "./FilterFields";

interface FilterSheetProps {
  address: LeadsAddress;
  onClear: () => void;
  onClose: () => void;
  /** Views and export. */
  children: ReactNode;
}

/** On a phone: the filters come up from below. */
export default function FilterSheet({ address, onClear, onClose, children }: FilterSheetProps) {
  const { t } = useTranslation();
  return (
    <Drawer
      open
      onClose={onClose}
      placement="bottom"
      size="auto"
      title={t("leads.filter.title")}
      footer={
        <div className={styles.sheetFoot}>
          <Button onClick={onClear}>{t("leads.filter.clear")}</Button>
          <Button type="primary" onClick={onClose}>
            {t("leads.filter.show")}
          </Button>
        </div>
      }
    >
      <div className={styles.sheet}>
        <FilterFields
          filters={address.filters}
          onChange={address.setFilters}
          isBoard={address.layout === "board"}
        />
        <div className={styles.sheetMore}>{children}</div>
      </div>
    </Drawer>
  );
}
