import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "../../i18n/language";
import styles from "../design/Design.module.css";
import type { FlowView } from "../types";
import { rowsOf, type ValueRow, valuesOf } from "./mapping";
import type { Rule } from "./queries";

interface RuleValuesProps {
  rule: Rule;
  flow: FlowView | undefined;
  onChange: (values: NonNullable<Rule["values"]>) => void;
  wrong: (place: string) => string[];
}

/** Which fields an event fills in, and out of which of its values. */
export function RuleValues({ rule, flow, onChange, wrong }: RuleValuesProps) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const rows = rowsOf(rule.values);
  const fields = flow?.definition.fields ?? [];
  const used = new Set(rows.map((each) => each.field));
  const free = fields.find((each) => !used.has(each.id));
  const put = (next: ValueRow[]) => onChange(valuesOf(next));
  const change = (at: number, next: Partial<ValueRow>) =>
    put(rows.map((each, place) => (place === at ? { ...each, ...next } : each)));
  return (
    <div className={styles.form}>
      {rows.map((row, at) => (
        <div key={row.field}>
          <div className={styles.row}>
            <Select<string>
              className={styles.grow ?? ""}
              aria-label={t("flows.design.when.field")}
              value={row.field}
              onChange={(field) => change(at, { field })}
              options={fields
                .filter((each) => each.id === row.field || !used.has(each.id))
                .map((each) => ({ value: each.id, label: each.names[language] }))}
            />
            <Select<"path" | "literal">
              aria-label={t("flows.connectors.source")}
              value={row.isLiteral ? "literal" : "path"}
              onChange={(source) => change(at, { isLiteral: source === "literal" })}
              options={[
                { value: "path", label: t("flows.connectors.from_event") },
                { value: "literal", label: t("flows.connectors.literal") },
              ]}
            />
            <Input
              className={styles.grow ?? ""}
              aria-label={t(row.isLiteral ? "flows.connectors.literal" : "flows.connectors.from_event")}
              maxLength={200}
              value={row.text}
              onChange={({ target }) => change(at, { text: target.value })}
            />
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t("flows.design.remove_named", { name: row.field })}
              onClick={() => put(rows.filter((_each, place) => place !== at))}
            />
          </div>
          {wrong(`values.${row.field}`).map((each) => (
            <p key={each} role="alert" className={styles.wrong}>
              {each}
            </p>
          ))}
        </div>
      ))}
      <div>
        <Button
          size="small"
          icon={<PlusOutlined />}
          disabled={!free}
          onClick={() => free && put([...rows, { field: free.id, isLiteral: false, text: "data." }])}
        >
          {t("flows.connectors.add_value")}
        </Button>
      </div>
    </div>
  );
}
