import { FormOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "../../i18n/language";
import { EmptyState } from "../../ui/EmptyState";
import { bothNames, newKey, replaced } from "../entries/entries";
import { SortableEntries } from "../entries/SortableEntries";
import { Mark } from "../Mark";
import styles from "../settings.module.css";
import type { SetupDraft } from "../setup/useSetupDraft";
import { FieldDialog } from "./FieldDialog";
import { type FieldEntry, hasChoices } from "./fieldEntries";

export function FieldsEditor({ draft }: { draft: SetupDraft<FieldEntry[]> }) {
  const { t } = useTranslation();
  const [edited, setEdited] = useState<FieldEntry | null>(null);
  const addButton = (
    <Button
      icon={<PlusOutlined />}
      onClick={() =>
        setEdited({
          key: newKey(),
          names: { "zh-CN": "", en: "" },
          archived: false,
          type: "text",
          required: false,
          choices: [],
        })
      }
    >
      {t("settings.fields.add")}
    </Button>
  );
  return (
    <div className={styles.stack}>
      <div className={styles.above}>
        <p className={styles.hint}>{t("settings.fields.hint")}</p>
        {draft.value.length > 0 && addButton}
      </div>
      {draft.value.length === 0 ? (
        <EmptyState
          icon={<FormOutlined />}
          title={t("settings.fields.empty.title")}
          hint={t("settings.fields.empty.hint")}
          action={addButton}
        />
      ) : (
        <SortableEntries
          label={t("settings.section.fields.name")}
          entries={draft.value}
          onChange={draft.change}
          onEdit={setEdited}
          tag={(field) => field.required && <Mark tone="line">{t("settings.fields.required")}</Mark>}
          about={(field) => <About field={field} />}
        />
      )}
      {edited && (
        <FieldDialog
          field={edited}
          onClose={() => setEdited(null)}
          onDone={(values) => {
            const named = values.choices.map((each) => ({ ...each, names: bothNames(each.names) }));
            const choices = hasChoices(values.type) ? named : [];
            const field = { ...edited, ...values, choices, names: bothNames(values.names) };
            draft.change(replaced(draft.value, field));
            setEdited(null);
          }}
        />
      )}
    </div>
  );
}

function About({ field }: { field: FieldEntry }) {
  const { t } = useTranslation();
  const type = t(`settings.fields.type.${field.type}`);
  const choices = field.choices.filter((each) => !each.archived).map((each) => each.names[currentLanguage()]);
  return choices.length > 0 ? `${type} · ${choices.join(" / ")}` : type;
}
