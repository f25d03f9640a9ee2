import type { ReactNode } from "react";
import { SortableList } from "../../ui/SortableList";
import { moved, type Names } from "./draft";

interface RowsProps<Item> {
  label: string;
  items: readonly Item[];
  onChange: (next: Item[]) => void;
  /** A `Row` for the item at a place. */
  row: (item: Item, at: number) => ReactNode;
}

/** The parts of a flow, in an order that is dragged. */
export function Rows<Item extends { id: string; names: Names }>(props: RowsProps<Item>) {
  const { label, items, onChange, row } = props;
  return (
    <SortableList
      label={label}
      items={items.map(({ id, names }) => ({ key: id, names }))}
      onMove={(id, overId) => onChange(moved(items, id, overId))}
    >
      {items.map(row)}
    </SortableList>
  );
}
