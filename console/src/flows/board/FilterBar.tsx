import { CloseOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useMay } from "../../auth/queries";
import { currentLanguage } from "../../i18n/language";
import marks from "../../leads/filter/Filter.module.css";
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
  const may = useMay();
  const language = currentLanguage();
  const roles = useFlowRoles().data?.roles ?? [];
  const { filters, setFilters } = address;
  const live = flows.filter((each) => !each.archived || each.id === flow?.id);
  return (
    <search className={styles.bar}>
      <Select
        className={styles.flow ?? ""}
        aria-label={t("flows.filter.flow")}
        value={flow?.key}
        onChange={address.setFlow}
        options={live.map((each) => ({ value: each.key, label: each.name }))}
      />
      <fieldset className={marks.marks}>
        <legend className="gp-visually-hidden">{t("flows.filter.marks")}</legend>
        {MARKS.map((mark) => (
          <label key={mark} className={marks.mark}>
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
      {countOf(filters) > 0 && (
        <Button
          type="text"
          icon={<CloseOutlined />}
          aria-label={t("leads.filter.clear")}
          title={t("leads.filter.clear")}
          onClick={() => setFilters({})}
        />
      )}
    </search>
  );
}
