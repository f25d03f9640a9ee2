/** The lists of the set-up while they are edited. Pure. */
import type { Schemas } from "../../api/client";
import type { Names } from "../setup/types";

/** `key` is the id, or a local name for an entry that the server doesn't know yet. */
export interface Entry {
  key: string;
  id?: string;
  names: Names;
  archived: boolean;
}

interface Kept {
  id: string;
  names: Names;
  archived: boolean;
}

export function entryOf(kept: Kept): Entry {
  return { key: kept.id, id: kept.id, names: kept.names, archived: kept.archived };
}

export function entryChange(entry: Entry): Schemas["EntryChange"] {
  return { ...(entry.id ? { id: entry.id } : {}), names: entry.names, archived: entry.archived };
}

let made = 0;

export function newKey(): string {
  made += 1;
  return `new-${made}`;
}

/** One name may be left out and is then the other's. */
export function bothNames(names: { "zh-CN"?: string; en?: string }): Names {
  const [zh, en] = [names["zh-CN"]?.trim() ?? "", names.en?.trim() ?? ""];
  return { "zh-CN": zh || en, en: en || zh };
}

export function replaced<E extends Entry>(entries: E[], entry: E): E[] {
  const isNew = !entries.some((each) => each.key === entry.key);
  if (!isNew) return entries.map((each) => (each.key === entry.key ? entry : each));
  const live = entries.filter((each) => !each.archived);
  return [...live, entry, ...entries.filter((each) => each.archived)];
}

/** Out of use, at the end of the list; what was never saved just goes. */
export function archived<E extends Entry>(entries: E[], entry: E): E[] {
  const others = entries.filter((each) => each.key !== entry.key);
  return entry.id ? [...others, { ...entry, archived: true }] : others;
}

export function restored<E extends Entry>(entries: E[], entry: E): E[] {
  const others = entries.filter((each) => each.key !== entry.key);
  return replaced(others, { ...entry, archived: false });
}

/** The entry `key` in the place of `overKey`; archived ones stay behind. */
export function moved<E extends Entry>(entries: E[], key: string, overKey: string): E[] {
  const from = entries.findIndex((each) => each.key === key);
  const to = entries.findIndex((each) => each.key === overKey);
  const entry = entries[from];
  if (!entry || to < 0) return entries;
  const others = entries.filter((each) => each.key !== key);
  return [...others.slice(0, to), entry, ...others.slice(to)];
}
