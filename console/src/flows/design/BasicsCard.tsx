import { Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "../../i18n/language";
import { SettingCard } from "../../settings/SettingCard";
import { useDay } from "../../workspace/dayContext";
import styles from "./Design.module.css";
import { fieldsOf, NO_NAMES, under } from "./draft";
import { Labelled } from "./Labelled";
import { NamesInput } from "./NamesInput";
import type { FlowDraft } from "./useFlowDraft";

/** What the flow is called, what it is for, and what starts it. */
export function BasicsCard({ draft }: { draft: FlowDraft }) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const { workspace, nameOf } = useDay();
  const flow = draft.value;
  const wrong = (place: string) => under(draft.findings, place).map(({ message }) => message);
  const isSaid = (names: typeof NO_NAMES) => Boolean(names["zh-CN"] || names.en);
  return (
    <SettingCard title={t("flows.design.basics.title")}>
      <NamesInput
        value={flow.names}
        onChange={(names) => draft.change({ ...flow, names })}
        wrong={(each) => wrong(`names.${each}`)}
      />
      <Labelled
        label={t("flows.design.basics.key")}
        hint={t("flows.design.basics.key_hint")}
        wrong={wrong("key")}
      >
        {(id) => (
          <Input
            id={id}
            maxLength={40}
            value={flow.key}
            onChange={({ target }) => draft.change({ ...flow, key: target.value })}
          />
        )}
      </Labelled>
      <NamesInput
        isText
        label={t("flows.design.basics.description")}
        value={flow.description ?? NO_NAMES}
        onChange={(description) =>
          draft.change({ ...flow, description: isSaid(description) ? description : null })
        }
        wrong={(each) => wrong(`description.${each}`)}
      />
      <div className={styles.pair}>
        <Labelled
          label={t("flows.design.basics.on_stages")}
          hint={t("flows.design.basics.on_stages_hint")}
          wrong={wrong("starts")}
        >
          {(id) => (
            <Select<string[]>
              id={id}
              className={styles.wide ?? ""}
              mode="multiple"
              placeholder={t("flows.design.basics.by_hand")}
              value={flow.starts?.on_stages ?? []}
              onChange={(on_stages) => draft.change({ ...flow, starts: { on_stages } })}
              options={workspace.stages
                .filter((each) => !each.archived)
                .map((each) => ({ value: each.id, label: nameOf(each) }))}
            />
          )}
        </Labelled>
        <Labelled
          label={t("flows.design.basics.promised_field")}
          hint={t("flows.design.basics.promised_hint")}
          wrong={wrong("promised_field")}
        >
          {(id) => (
            <Select<string>
              id={id}
              className={styles.wide ?? ""}
              allowClear
              placeholder={t("flows.design.basics.no_promised_field")}
              value={flow.promised_field ?? null}
              onChange={(field: string | undefined) =>
                draft.change({ ...flow, promised_field: field ?? null })
              }
              options={fieldsOf(flow, ["date"]).map((each) => ({
                value: each.id,
                label: each.names[language],
              }))}
            />
          )}
        </Labelled>
      </div>
    </SettingCard>
  );
}
