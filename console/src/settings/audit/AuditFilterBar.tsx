import { Button, DatePicker, Select } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { useMembers } from "../members/queries";
import styles from "./audit.module.css";
import { EVENT_GROUPS, GROUPS } from "./eventKinds";
import type { AuditFilters } from "./queries";

interface AuditFilterBarProps {
  filters: AuditFilters;
  onChange: (filters: AuditFilters) => void;
}

export function AuditFilterBar({ filters, onChange }: AuditFilterBarProps) {
  const { t } = useTranslation();
  const members = useMembers().data ?? [];
  const kinds = GROUPS.map((group) => ({
    label: t(`settings.audit.group.${group}`),
    options: EVENT_GROUPS[group].map((kind) => ({
      value: kind as string,
      label: t(`settings.audit.kind.${kind}`),
    })),
  }));
  const actors = [
    ...members.map((each) => ({ value: each.id, label: each.name })),
    { value: "sweep", label: t("settings.audit.system") },
  ];
  const set = (part: AuditFilters) => onChange({ ...filters, ...part });
  const day = (name: "from" | "to") => (
    <DatePicker
      aria-label={t(`settings.audit.${name}`)}
      placeholder={t(`settings.audit.${name}`)}
      value={filters[name] ? dayjs(filters[name]) : null}
      onChange={(date) => set({ [name]: date?.format("YYYY-MM-DD") })}
    />
  );
  return (
    <search className={styles.filters}>
      <Select
        allowClear
        showSearch={{ optionFilterProp: "label" }}
        aria-label={t("settings.audit.kinds")}
        placeholder={t("settings.audit.kinds")}
        value={filters.kind}
        options={kinds}
        onChange={(kind?: string) => set({ kind })}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: "label" }}
        aria-label={t("settings.audit.actors")}
        placeholder={t("settings.audit.actors")}
        value={filters.actor}
        options={actors}
        onChange={(actor?: string) => set({ actor })}
      />
      {day("from")}
      {day("to")}
      {Object.keys(filters).length > 0 && (
        <Button type="link" onClick={() => onChange({})}>
          {t("settings.audit.clear")}
        </Button>
      )}
    </search>
  );
}
