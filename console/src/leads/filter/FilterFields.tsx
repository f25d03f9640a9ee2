import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { useMembers } from "../../settings/members/queries";
import { useDay } from "../../workspace/dayContext";
import { useAccess } from "../useAccess";
import styles from "./Filter.module.css";
import { type Filters, MARKS, SORTS, STATES } from "./filters";

interface FilterFieldsProps {
  filters: Filters;
  onChange: (next: Filters) => void;
  /** Its columns are the stages, in the order of the next follow-up. */
  isBoard: boolean;
}

export default function FilterFields({ filters, onChange, isBoard }: FilterFieldsProps) {
  const { t } = useTranslation();
  const { workspace, nameOf } = useDay();
  const access = useAccess();
  const members = useMembers();
  const put = (change: Partial<Filters>) => onChange({ ...filters, ...change });
  return (
    <>
      {!isBoard && access("stage") !== "hidden" && (
        <Select
          className={styles.field}
          aria-label={t("leads.filter.stage")}
          placeholder={t("leads.filter.stage")}
          allowClear
          value={filters.stage}
          onChange={(stage) => put({ stage })}
          options={workspace.stages
            .filter((each) => !each.archived || each.id === filters.stage)
            .map((each) => ({ value: each.id, label: nameOf(each) }))}
        />
      )}
      {access("owner_id") !== "hidden" && (
        <Select
          className={styles.field}
          aria-label={t("leads.filter.owner")}
          placeholder={t("leads.filter.owner")}
          allowClear
          showSearch={{ optionFilterProp: "label" }}
          value={filters.owner}
          onChange={(owner) => put({ owner, pool: undefined })}
          options={[
            { value: "me", label: t("leads.filter.me") },
            ...(members.data ?? []).map((each) => ({ value: each.id, label: each.name })),
          ]}
        />
      )}
      {!isBoard && (
        <Select
          className={styles.field}
          aria-label={t("leads.filter.state.label")}
          value={filters.state}
          onChange={(state) => put({ state })}
          options={STATES.map((value) => ({ value, label: t(`leads.filter.state.${value}`) }))}
        />
      )}
      <fieldset className={styles.marks}>
        <legend className="gp-visually-hidden">{t("leads.filter.marks")}</legend>
        {MARKS.map((mark) => (
          <label key={mark} className={styles.mark}>
            <input
              type="checkbox"
              checked={filters[mark] === true}
              onChange={({ target }) =>
                put({
                  [mark]: target.checked || undefined,
                  ...(mark === "pool" && target.checked ? { owner: undefined } : {}),
                })
              }
            />
            <span>{t(`leads.filter.mark.${mark}`)}</span>
          </label>
        ))}
      </fieldset>
      {!isBoard && (
        <Select
          className={styles.field}
          aria-label={t("leads.filter.sort.label")}
          value={filters.sort}
          onChange={(sort) => put({ sort })}
          options={SORTS.map((value) => ({
            value,
            label: t(value === "-updated_at" ? "leads.filter.sort.updated" : "leads.filter.sort.next"),
          }))}
        />
      )}
    </>
  );
}
