import { useSyncExternalStore } from "react";
import { keep, readKept } from "../kept";
import { type Column, chosenColumns } from "./columns";

const KEPT = "columns";
const listeners = new Set<() => void>();
let columns: Column[] = chosenColumns(readKept(KEPT));

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function currentColumns(): Column[] {
  return columns;
}

/** Kept in this browser. null: the usual ones again. */
export function chooseColumns(next: readonly string[] | null): void {
  keep(KEPT, next);
  columns = chosenColumns(next);
  for (const listener of listeners) listener();
}

export function useColumns(): Column[] {
  return useSyncExternalStore(subscribe, currentColumns);
}
