import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "../../i18n/language";
import { bothNames } from "../../settings/entries/entries";
import { Mark } from "../../settings/Mark";
import { SettingCard } from "../../settings/SettingCard";
import type { FlowField } from "../types";
import { NO_NAMES, newId, put, under, withoutField } from "./draft";
import { FieldDialog } from "./FieldDialog";
import { Row } from "./Row";
import { Rows } from "./Rows";
import type { FlowDraft } from "./useFlowDraft";

const NEW: FlowField = { id: "", names: NO_NAMES, type: "text" };

/** What is recorded in a run: each once, for all steps. */
export function FieldsCard({ draft }: { draft: FlowDraft }) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const [edited, setEdited] = useState<FlowField | null>(null);
  const flow = draft.value;
  const fields = flow.fields ?? [];
  const isStart = (id: string) => (flow.start_fields ?? []).includes(id);
  const save = (field: FlowField, atStart: boolean) => {
    const ids = fields.map((each) => each.id);
    const names = bothNames(field.names);
    const id = field.id || newId(names, "field", ids);
    const start = (flow.start_fields ?? []).filter((each) => each !== id);
    draft.change({
      ...flow,
      fields: put(fields, { ...field, id, names }),
      start_fields: atStart ? [...start, id] : start,
    });
    setEdited(null);
  };
  return (
    <SettingCard title={t("flows.fields.title")} hint={t("flows.design.fields.hint")}>
      {fields.length > 0 && (
        <Rows
          label={t("flows.fields.title")}
          items={fields}
          onChange={(next) => draft.change({ ...flow, fields: next })}
          row={(field, at) => (
            <Row
              key={field.id}
              id={field.id}
              name={field.names[language]}
              tag={
                <>
                  {isStart(field.id) && <Mark>{t("flows.design.fields.start")}</Mark>}
                  {field.is_key && <Mark tone="good">{t("flows.design.fields.key")}</Mark>}
                </>
              }
              about={[
                t(`settings.fields.type.${field.type ?? "text"}`),
                field.from_lead && t("flows.design.fields.from_lead_short"),
              ]
                .filter(Boolean)
                .join(" · ")}
              wrong={under(draft.findings, `fields.${at}`).map(({ message }) => message)}
              onEdit={() => setEdited(field)}
              onRemove={() => draft.change(withoutField(flow, field.id))}
            />
          )}
        />
      )}
      <div>
        <Button icon={<PlusOutlined />} disabled={fields.length >= 60} onClick={() => setEdited(NEW)}>
          {t("flows.design.fields.add")}
        </Button>
      </div>
      {edited && (
        <FieldDialog
          field={edited}
          isStart={isStart(edited.id)}
          onDone={save}
          onClose={() => setEdited(null)}
        />
      )}
    </SettingCard>
  );
}
