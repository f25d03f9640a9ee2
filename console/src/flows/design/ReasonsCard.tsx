import { PlusOutlined } from "@ant-design/icons";
import { Button, Form, Switch } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "../../i18n/language";
import { EntryDialog } from "../../settings/entries/EntryDialog";
import { bothNames } from "../../settings/entries/entries";
import { Mark } from "../../settings/Mark";
import { SettingCard } from "../../settings/SettingCard";
import { SettingSwitch } from "../../settings/SettingSwitch";
import { NO_NAMES, newId, put, type Reason, under } from "./draft";
import { Row } from "./Row";
import { Rows } from "./Rows";
import type { FlowDraft } from "./useFlowDraft";

const NEW: Reason = { id: "", names: NO_NAMES, archived: false, pauses: false };

/** Why a card may stand still, and whether its clock then stands too. */
export function ReasonsCard({ draft }: { draft: FlowDraft }) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const [edited, setEdited] = useState<Reason | null>(null);
  const flow = draft.value;
  const reasons = flow.blocking_reasons;
  const change = (next: Reason[]) => draft.change({ ...flow, blocking_reasons: next });
  const save = ({ names, pauses }: Pick<Reason, "names" | "pauses">) => {
    if (!edited) return;
    const both = bothNames(names);
    const id =
      edited.id ||
      newId(
        both,
        "reason",
        reasons.map((each) => each.id),
      );
    change(put(reasons, { ...edited, id, names: both, pauses: pauses ?? false }));
    setEdited(null);
  };
  return (
    <SettingCard title={t("flows.design.reasons.title")} hint={t("flows.design.reasons.hint")}>
      <Rows
        label={t("flows.design.reasons.title")}
        items={reasons}
        onChange={change}
        row={(reason, at) => (
          <Row
            key={reason.id}
            id={reason.id}
            name={reason.names[language]}
            tag={reason.pauses && <Mark tone="line">{t("flows.design.reasons.pauses_short")}</Mark>}
            wrong={under(draft.findings, `blocking_reasons.${at}`).map(({ message }) => message)}
            onEdit={() => setEdited(reason)}
            onRemove={
              reasons.length > 1 ? () => change(reasons.filter((each) => each.id !== reason.id)) : undefined
            }
          />
        )}
      />
      <div>
        <Button icon={<PlusOutlined />} disabled={reasons.length >= 40} onClick={() => setEdited(NEW)}>
          {t("flows.design.reasons.add")}
        </Button>
      </div>
      <SettingSwitch
        label={t("flows.design.reasons.all_pause")}
        hint={t("flows.design.reasons.all_pause_hint")}
        isOn={flow.blocked_pauses ?? false}
        onChange={(blocked_pauses) => draft.change({ ...flow, blocked_pauses })}
      />
      {edited && (
        <EntryDialog<Pick<Reason, "names" | "pauses">>
          title={t(edited.id ? "flows.design.reasons.edit" : "flows.design.reasons.add")}
          initial={{ names: edited.names, pauses: edited.pauses ?? false }}
          onDone={save}
          onClose={() => setEdited(null)}
        >
          <Form.Item
            name="pauses"
            label={t("flows.design.reasons.pauses")}
            valuePropName="checked"
            extra={t("flows.design.reasons.pauses_hint")}
          >
            <Switch />
          </Form.Item>
        </EntryDialog>
      )}
    </SettingCard>
  );
}
