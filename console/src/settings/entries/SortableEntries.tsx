import { Button, Collapse } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "../../i18n/language";
import { SortableList } from "../../ui/SortableList";
import { archived, type Entry, moved, restored } from "./entries";
import styles from "./SortableEntries.module.css";
import { SortableRow } from "./SortableRow";

interface SortableEntriesProps<E extends Entry> {
  label: string;
  entries: E[];
  onChange: (next: E[]) => void;
  onEdit: (entry: E) => void;
  /** Beside the name. */
  tag?: (entry: E) => ReactNode;
  /** Under the name. */
  about?: (entry: E) => ReactNode;
}

/** A list in an order that is dragged with mouse, finger or keyboard; archived entries are folded away below. */
export function SortableEntries<E extends Entry>(props: SortableEntriesProps<E>) {
  const { label, entries, onChange, onEdit, tag, about } = props;
  const { t } = useTranslation();
  const live = entries.filter((each) => !each.archived);
  const away = entries.filter((each) => each.archived);
  return (
    <div className={styles.entries}>
      <SortableList
        label={label}
        items={live}
        onMove={(key, overKey) => onChange(moved(entries, key, overKey))}
      >
        {live.map((entry) => (
          <SortableRow
            key={entry.key}
            entry={entry}
            tag={tag?.(entry)}
            about={about?.(entry)}
            onEdit={() => onEdit(entry)}
            onArchive={() => onChange(archived(entries, entry))}
          />
        ))}
      </SortableList>
      {away.length > 0 && (
        <Collapse
          ghost
          size="small"
          items={[
            {
              key: "archived",
              label: t("settings.entries.archived", { count: away.length }),
              children: (
                <ul className={styles.archived}>
                  {away.map((entry) => (
                    <li key={entry.key}>
                      <span>{entry.names[currentLanguage()]}</span>
                      <Button size="small" onClick={() => onChange(restored(entries, entry))}>
                        {t("settings.entries.restore")}
                      </Button>
                    </li>
                  ))}
                </ul>
              ),
            },
          ]}
        />
      )}
    </div>
  );
}
