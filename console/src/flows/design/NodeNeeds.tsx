import { InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "../../i18n/language";
import { useHolders } from "../useHolders";
import styles from "./Design.module.css";
import { fieldsOf, type Needs } from "./draft";
import { Labelled } from "./Labelled";
import type { NodePartProps } from "./NodeDrawer";

/** What must be there to start a card (`needs`), or to complete it (`gives`). */
export function NodeNeeds({
  flow,
  node,
  onChange,
  wrong,
  what,
}: NodePartProps & { what: "needs" | "gives" }) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const { roles } = useHolders();
  const value: Needs = node[what] ?? {};
  const put = (change: Partial<Needs>) => onChange({ ...node, [what]: { ...value, ...change } });
  return (
    <section className={styles.part}>
      <h3>{t(`flows.design.${what}`)}</h3>
      <Labelled label={t("flows.design.needs_fields")} wrong={wrong(`${what}.fields`)}>
        {(id) => (
          <Select<string[]>
            id={id}
            className={styles.wide ?? ""}
            mode="multiple"
            showSearch={{ optionFilterProp: "label" }}
            value={value.fields ?? []}
            onChange={(fields) => put({ fields })}
            options={fieldsOf(flow).map((each) => ({ value: each.id, label: each.names[language] }))}
          />
        )}
      </Labelled>
      <div className={styles.pair}>
        <Labelled label={t("flows.design.needs_files")} wrong={wrong(`${what}.attachments`)}>
          {(id) => (
            <InputNumber<number>
              id={id}
              className={styles.number ?? ""}
              min={0}
              max={20}
              value={value.attachments ?? 0}
              onChange={(attachments) => put({ attachments: attachments ?? 0 })}
            />
          )}
        </Labelled>
        <Labelled label={t("flows.design.needs_approval")} wrong={wrong(`${what}.approval`)}>
          {(id) => (
            <Select<string>
              id={id}
              className={styles.wide ?? ""}
              allowClear
              placeholder={t("flows.design.no_approval")}
              value={value.approval ?? null}
              onChange={(approval: string | undefined) => put({ approval: approval ?? null })}
              options={roles.map((each) => ({ value: each.id, label: each.names[language] }))}
            />
          )}
        </Labelled>
      </div>
    </section>
  );
}
