import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "../../i18n/language";
import styles from "./Design.module.css";
import { type Condition, fieldsOf } from "./draft";
import type { NodePartProps } from "./NodeDrawer";

const OPS = ["filled", "empty", "equals", "not_equals", "more_than", "less_than"] as const;
const BARE: ReadonlySet<Condition["op"]> = new Set(["filled", "empty"]);
const MOST = 5;

/** A step with conditions is left out where one of them doesn't hold. */
export function NodeConditions({ flow, node, onChange, wrong }: NodePartProps) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const when = node.when ?? [];
  const fields = fieldsOf(flow);
  const put = (next: Condition[]) => onChange({ ...node, when: next });
  const change = (at: number, next: Condition) =>
    put(when.map((each, place) => (place === at ? next : each)));
  return (
    <section className={styles.part}>
      <h3>{t("flows.design.when.title")}</h3>
      <p className={styles.about}>{t("flows.design.when.hint")}</p>
      {when.map((condition, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a condition is its place
        <div key={at}>
          <div className={styles.row}>
            <Select<string>
              className={styles.grow ?? ""}
              aria-label={t("flows.design.when.field")}
              value={condition.field}
              onChange={(field) => change(at, { ...condition, field })}
              options={fields.map((each) => ({ value: each.id, label: each.names[language] }))}
            />
            <Select<Condition["op"]>
              className={styles.grow ?? ""}
              aria-label={t("flows.design.when.op_label")}
              value={condition.op}
              onChange={(op) =>
                change(at, BARE.has(op) ? { field: condition.field, op } : { ...condition, op })
              }
              options={OPS.map((value) => ({ value, label: t(`flows.design.when.op.${value}`) }))}
            />
            {!BARE.has(condition.op) && (
              <Input
                className={styles.grow ?? ""}
                aria-label={t("flows.design.when.value")}
                maxLength={200}
                value={
                  condition.value === null || condition.value === undefined ? "" : String(condition.value)
                }
                onChange={({ target }) => change(at, { ...condition, value: typed(target.value) })}
              />
            )}
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t("flows.design.when.remove", { count: at + 1 })}
              onClick={() => put(when.filter((_each, place) => place !== at))}
            />
          </div>
          {wrong(`when.${at}`).map((each) => (
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
          disabled={fields.length === 0 || when.length >= MOST}
          onClick={() => fields[0] && put([...when, { field: fields[0].id, op: "filled" }])}
        >
          {t("flows.design.when.add")}
        </Button>
      </div>
    </section>
  );
}

/** Yes and no are values of their own. */
function typed(text: string): string | boolean {
  return text === "true" ? true : text === "false" ? false : text;
}
