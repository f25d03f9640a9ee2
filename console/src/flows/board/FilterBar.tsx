import { CloseOutlined, FilterOutlined } from "@ant-design/icons";
import { Badge, Button, Drawer, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "../../auth/queries";
import { currentLanguage } from "../../i18n/language";
import sheet from "../../leads/filter/Filter.module.css";
import { useIsPhone } from "../../ui/useMediaQuery";
import { CustomerSelect } from "../CustomerSelect";
import { useFlowRoles } from "../queries";
import type { FlowView } from "../types";
import styles from "./Board.module.css";
import { countOf, MARKS, marked } from "./filters";
import type { BoardAddress } from "./useBoardAddress";

interface FilterBarProps {
  flows: FlowView[];
  /** The flow that is shown. */
  flow: FlowView | undefined;
  address: BoardAddress;
}

export function FilterBar({ flows, flow, address }: FilterBarProps) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const [isOpen, setOpen] = useState(false);
  const { filters, setFilters } = address;
  const live = flows.filter((each) => !each.archived || each.id === flow?.id);
  const count = countOf(filters);
  const close = () => setOpen(false);
  return (
    <search className={styles.bar} data-phone={isPhone}>
      <Select
        className={styles.flow ?? ""}
        aria-label={t("flows.filter.flow")}
        value={flow?.key}
        onChange={address.setFlow}
        options={live.map((each) => ({ value: each.key, label: each.name }))}
      />
      {!isPhone && <FilterFields address={address} />}
      {!isPhone && count > 0 && (
        <Button
          type="text"
          icon={<CloseOutlined />}
          aria-label={t("leads.filter.clear")}
          title={t("leads.filter.clear")}
          onClick={() => setFilters({})}
        />
      )}
      {isPhone && (
        <Badge count={count} size="small" color="var(--ant-color-primary)">
          <Button icon={<FilterOutlined />} onClick={() => setOpen(true)}>
            {t("leads.filter.action")}
          </Button>
        </Badge>
      )}
      {isOpen && (
        <Drawer
          open
          placement="bottom"
          size="auto"
          title={t("leads.filter.title")}
          onClose={close}
          footer={
            <div className={sheet.sheetFoot}>
              <Button onClick={() => setFilters({})}>{t("leads.filter.clear")}</Button>
              <Button type="primary" onClick={close}>
                {t("leads.filter.show")}
              </Button>
            </div>
          }
        >
          <div className={sheet.sheet}>
            <FilterFields address={address} />
          </div>
        </Drawer>
      )}
    </search>
  );
}

function FilterFields({ address }: { address: BoardAddress }) {
  const { t } = useTranslation();
  const may = useMay();
  const language = currentLanguage();
  const roles = useFlowRoles().data?.roles ?? [];
  const { filters, setFilters } = address;
  return (
    <>
      <fieldset className={sheet.marks}>
        <legend className="gp-visually-hidden">{t("flows.filter.marks")}</legend>
        {MARKS.map((mark) => (
          <label key={mark} className={sheet.mark}>
            <input
              type="checkbox"
              checked={filters[mark] === true}
              onChange={({ target }) => setFilters(marked(filters, mark, target.checked))}
            />
            <span>{t(`flows.filter.mark.${mark}`)}</span>
          </label>
        ))}
      </fieldset>
      <Select
        className={styles.field ?? ""}
        aria-label={t("flows.filter.role")}
        placeholder={t("flows.filter.role")}
        allowClear
        value={filters.role ?? null}
        onChange={(role: string | null | undefined) => {
          const { role: _before, ...rest } = filters;
          setFilters(role ? { ...rest, role } : rest);
        }}
        options={roles.map((each) => ({ value: each.id, label: each.names[language] }))}
      />
      {may("customers.read") && (
        <CustomerSelect
          className={styles.customer ?? ""}
          label={t("flows.filter.customer")}
          value={filters.customer_id ?? null}
          onChange={(customer_id) => {
            const { customer_id: _before, ...rest } = filters;
            setFilters(customer_id ? { ...rest, customer_id } : rest);
          }}
        />
      )}
    </>
  );
}
