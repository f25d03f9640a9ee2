import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { BoardView } from "../types";
import styles from "./Board.module.css";

interface StepTabsProps {
  columns: BoardView["columns"];
  value: string;
  onChange: (step: string) => void;
}

/** The steps of a flow as a row that is scrolled by a finger. */
export function StepTabs({ columns, value, onChange }: StepTabsProps) {
  const { t } = useTranslation();
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const tab = row.current?.querySelector<HTMLElement>(`[data-tab="${CSS.escape(value)}"]`);
    if (tab && row.current) row.current.scrollLeft = tab.offsetLeft - row.current.offsetLeft - 16;
  }, [value]);
  const step = (by: number) => {
    const at = columns.findIndex((each) => each.node === value);
    const next = columns[(at + by + columns.length) % columns.length]?.node;
    if (!next) return;
    onChange(next);
    row.current?.querySelector<HTMLElement>(`[data-tab="${CSS.escape(next)}"]`)?.focus();
  };
  return (
    <div
      ref={row}
      role="tablist"
      tabIndex={-1}
      aria-label={t("flows.board.steps")}
      className={styles.tabs}
      onKeyDown={({ key }) => {
        if (key === "ArrowRight") step(1);
        if (key === "ArrowLeft") step(-1);
      }}
    >
      {columns.map((column) => (
        <button
          key={column.node}
          type="button"
          role="tab"
          data-tab={column.node}
          aria-selected={column.node === value}
          tabIndex={column.node === value ? 0 : -1}
          className={styles.tab}
          onClick={() => onChange(column.node)}
        >
          {column.node_name} {column.items.length > 0 && column.items.length}
          {column.next_cursor && "+"}
        </button>
      ))}
    </div>
  );
}
