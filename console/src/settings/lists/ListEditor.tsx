import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EntryDialog } from "../entries/EntryDialog";
import { bothNames, type Entry, newKey, replaced } from "../entries/entries";
import { SortableEntries } from "../entries/SortableEntries";
import styles from "../settings.module.css";

interface ListEditorProps {
  label: string;
  hint: string;
  entries: Entry[];
  onChange: (next: Entry[]) => void;
}

/** A list that people pick from: names in both languages, order, archive. */
export function ListEditor({ label, hint, entries, onChange }: ListEditorProps) {
  const { t } = useTranslation();
  const [edited, setEdited] = useState<Entry | null>(null);
  const add = () => setEdited({ key: newKey(), names: { "zh-CN": "", en: "" }, archived: false });
  return (
    <div className={styles.stack}>
      <div className={styles.above}>
        <p className={styles.hint}>{hint}</p>
        <Button icon={<PlusOutlined />} onClick={add}>
          {t("settings.entries.add")}
        </Button>
      </div>
      <SortableEntries label={label} entries={entries} onChange={onChange} onEdit={setEdited} />
      {edited && (
        <EntryDialog
          title={label}
          initial={{ names: edited.names }}
          onClose={() => setEdited(null)}
          onDone={({ names }) => {
            onChange(replaced(entries, { ...edited, names: bothNames(names) }));
            setEdited(null);
          }}
        />
      )}
    </div>
  );
}
