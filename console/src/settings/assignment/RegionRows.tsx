import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { AutoComplete, Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import { newKey } from "../entries/entries";
import styles from "./AssignmentForm.module.css";
import type { RegionRow } from "./assignmentDraft";

interface RegionRowsProps {
  rows: RegionRow[];
  options: { value: string; label: string }[];
  /** Regions that members have, offered while one is typed. */
  known: string[];
  onChange: (rows: RegionRow[]) => void;
}

export function RegionRows({ rows, options, known, onChange }: RegionRowsProps) {
  const { t } = useTranslation();
  const change = (row: RegionRow) => onChange(rows.map((each) => (each.key === row.key ? row : each)));
  const regions = [...new Set(known)].map((value) => ({ value }));
  return (
    <div className={styles.pairs}>
      {rows.map((row, at) => (
        <div key={row.key} className={styles.pair}>
          <AutoComplete
            value={row.region}
            options={regions}
            aria-label={t("settings.assignment.region", { number: at + 1 })}
            placeholder={t("settings.members.region")}
            onChange={(region: string) => change({ ...row, region })}
          />
          <Select
            value={row.member}
            options={options}
            showSearch={{ optionFilterProp: "label" }}
            aria-label={t("settings.assignment.region_member", { number: at + 1 })}
            placeholder={t("settings.assignment.choose")}
            onChange={(member) => change({ ...row, member })}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t("settings.assignment.remove_region", { region: row.region || String(at + 1) })}
            onClick={() => onChange(rows.filter((each) => each.key !== row.key))}
          />
        </div>
      ))}
      <Button
        type="dashed"
        icon={<PlusOutlined />}
        onClick={() => onChange([...rows, { key: newKey(), region: "", member: null }])}
      >
        {t("settings.assignment.add_region")}
      </Button>
    </div>
  );
}
