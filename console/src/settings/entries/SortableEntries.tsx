import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  type Modifier,
  PointerSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from "@dnd-kit/sortable";
import { Button, Collapse } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "../../i18n/language";
import { archived, type Entry, moved, restored } from "./entries";
import styles from "./SortableEntries.module.css";
import { SortableRow } from "./SortableRow";
import { useDragTexts } from "./useDragTexts";

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

const alongTheList: Modifier = ({ transform }) => ({ ...transform, x: 0 });

/** A list in an order that is dragged with mouse, finger or keyboard; archived entries are folded away below. */
export function SortableEntries<E extends Entry>(props: SortableEntriesProps<E>) {
  const { label, entries, onChange, onEdit, tag, about } = props;
  const { t } = useTranslation();
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const live = entries.filter((each) => !each.archived);
  const texts = useDragTexts(live);
  const away = entries.filter((each) => each.archived);
  const drop = ({ active, over }: DragEndEvent) => {
    if (over && active.id !== over.id) onChange(moved(entries, String(active.id), String(over.id)));
  };
  return (
    <div className={styles.entries}>
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        modifiers={[alongTheList]}
        accessibility={texts}
        onDragEnd={drop}
      >
        <SortableContext items={live.map((each) => each.key)} strategy={verticalListSortingStrategy}>
          <ul className={styles.list} aria-label={label}>
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
          </ul>
        </SortableContext>
      </DndContext>
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
