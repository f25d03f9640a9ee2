import { useCallback, useState } from "react";
import type { LeadRow } from "../types";

/** What one bulk action takes. */
export const MOST_SELECTED = 500;

/** The chosen leads of a list; with Shift, all between this one and the one before. */
export function useSelection(rows: LeadRow[]) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [last, setLast] = useState<string | null>(null);
  const toggle = useCallback(
    (id: string, isRange: boolean) => {
      setLast(id);
      setChosen((now) => {
        const next = new Set(now);
        const isOn = !next.has(id);
        for (const each of isRange && last ? between(rows, last, id) : [id]) {
          if (isOn && next.size < MOST_SELECTED) next.add(each);
          if (!isOn) next.delete(each);
        }
        return next;
      });
    },
    [rows, last],
  );
  const clear = useCallback(() => setChosen(new Set()), []);
  const all = useCallback(
    () => setChosen(new Set(rows.slice(0, MOST_SELECTED).map((each) => each.id))),
    [rows],
  );
  return { chosen, toggle, clear, all };
}

export function between(rows: LeadRow[], one: string, other: string): string[] {
  const places = [one, other].map((id) => rows.findIndex((each) => each.id === id)).sort((a, b) => a - b);
  const [from, to] = [places[0] ?? -1, places[1] ?? -1];
  return from < 0 ? [other] : rows.slice(from, to + 1).map((each) => each.id);
}

export type Selection = ReturnType<typeof useSelection>;
