import {
  closestCenter,
  DndContext,
  KeyboardSensor,
  type Modifier,
  PointerSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from "@dnd-kit/sortable";
import type { ReactNode } from "react";
import { useDragTexts } from "../../settings/entries/useDragTexts";
import styles from "./Design.module.css";
import { moved, type Names } from "./draft";

interface RowsProps<Item> {
  label: string;
  items: readonly Item[];
  onChange: (next: Item[]) => void;
  /** A `Row` for the item at a place. */
  row: (item: Item, at: number) => ReactNode;
}

const alongTheList: Modifier = ({ transform }) => ({ ...transform, x: 0 });

export function Rows<Item extends { id: string; names: Names }>({
  label,
  items,
  onChange,
  row,
}: RowsProps<Item>) {
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const texts = useDragTexts(items.map(({ id, names }) => ({ key: id, names, archived: false })));
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      modifiers={[alongTheList]}
      accessibility={texts}
      onDragEnd={({ active, over }) => {
        if (over && active.id !== over.id) onChange(moved(items, String(active.id), String(over.id)));
      }}
    >
      <SortableContext items={items.map(({ id }) => id)} strategy={verticalListSortingStrategy}>
        <ul className={styles.list} aria-label={label}>
          {items.map(row)}
        </ul>
      </SortableContext>
    </DndContext>
  );
}
