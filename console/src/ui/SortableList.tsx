import { HolderOutlined } from "@ant-design/icons";
import {
  closestCenter,
  DndContext,
  KeyboardSensor,
  type Modifier,
  PointerSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import styles from "./SortableList.module.css";
import { type Sortable, useDragTexts } from "./useDragTexts";

interface SortableListProps {
  label: string;
  items: readonly Sortable[];
  /** The entry `key` is dropped where `overKey` is. */
  onMove: (key: string, overKey: string) => void;
  /** A `SortableLine` for each item. */
  children: ReactNode;
}

const alongTheList: Modifier = ({ transform }) => ({ ...transform, x: 0 });

/** A list in an order that is dragged with mouse, finger or keyboard. */
export function SortableList({ label, items, onMove, children }: SortableListProps) {
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const texts = useDragTexts(items);
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      modifiers={[alongTheList]}
      accessibility={texts}
      onDragEnd={({ active, over }) => {
        if (over && active.id !== over.id) onMove(String(active.id), String(over.id));
      }}
    >
      <SortableContext items={items.map(({ key }) => key)} strategy={verticalListSortingStrategy}>
        <ul className={styles.list} aria-label={label}>
          {children}
        </ul>
      </SortableContext>
    </DndContext>
  );
}

interface SortableLineProps {
  id: string;
  name: string;
  children: ReactNode;
}

/** An entry with its handle. */
export function SortableLine({ id, name, children }: SortableLineProps) {
  const { t } = useTranslation();
  const sorting = useSortable({ id });
  return (
    <li
      ref={sorting.setNodeRef}
      className={styles.line}
      data-dragged={sorting.isDragging}
      style={{ transform: CSS.Translate.toString(sorting.transform), transition: sorting.transition }}
    >
      <button
        type="button"
        ref={sorting.setActivatorNodeRef}
        className={styles.handle}
        {...sorting.attributes}
        {...sorting.listeners}
        aria-label={t("settings.drag.handle", { name })}
      >
        <HolderOutlined aria-hidden="true" />
      </button>
      {children}
    </li>
  );
}
