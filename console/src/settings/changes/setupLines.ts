/** What differs between two states of the set-up, in business words: for clashes and for the audit log. */
import { isSame } from "../setup/threeWay";
import type { Names } from "../setup/types";
import { sayValue } from "./values";
import { known, type Words } from "./words";

export interface ChangeLine {
  what: string;
  /** null: there was nothing of the kind, as before an entry was added. */
  before: string | null;
  after: string | null;
}

type Bag = Record<string, unknown>;
type Differ = (section: string, before: unknown, after: unknown, words: Words) => ChangeLine[];

interface Entry extends Bag {
  id?: string | null;
  names?: Names;
  archived?: boolean;
}

const LISTS = ["stages", "fields", "source_channels", "hold_reasons", "lost_reasons", "modules"];
const BAGS = ["calendar", "reminders", "assignment"];
/** Of an entry, what is told by lines of its own. */
const OF_ENTRY = ["silent_days", "silent_basis", "dwell_days", "required", "enabled"];

export function setupLines(before: object, after: object, words: Words): ChangeLine[] {
  const [was, is] = [before as Bag, after as Bag];
  const sections = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return sections.flatMap((section) => sectionLines(section, was[section], is[section], words));
}

export function sectionLines(section: string, before: unknown, after: unknown, words: Words): ChangeLine[] {
  if (isSame(before, after)) return [];
  return differOf(section)(section, before, after, words);
}

function differOf(section: string): Differ {
  if (LISTS.includes(section)) return listLines;
  if (BAGS.includes(section)) return bagLines;
  if (section === "field_permissions") return permissionLines;
  return (name, before, after, words) => [valueLine(titleOf(name, words), name, before, after, words)];
}

function titleOf(property: string, words: Words): string {
  return known(words.t, `settings.property.${property}`) ?? property;
}

function valueLine(
  what: string,
  property: string,
  before: unknown,
  after: unknown,
  words: Words,
): ChangeLine {
  return { what, before: sayValue(property, before, words), after: sayValue(property, after, words) };
}

function bagLines(_section: string, before: unknown, after: unknown, words: Words): ChangeLine[] {
  const [was, is] = [(before ?? {}) as Bag, (after ?? {}) as Bag];
  return Object.keys({ ...was, ...is })
    .filter((name) => !isSame(was[name], is[name]))
    .map((name) => valueLine(titleOf(name, words), name, was[name], is[name], words));
}

function permissionLines(_section: string, before: unknown, after: unknown, words: Words): ChangeLine[] {
  const [was, is] = [(before ?? {}) as Record<string, Bag>, (after ?? {}) as Record<string, Bag>];
  return Object.keys({ ...was, ...is }).flatMap((role) => {
    const roleName = known(words.t, `common.role.${role}`) ?? role;
    return Object.keys({ ...was[role], ...is[role] })
      .map((field) => ({ field, old: was[role]?.[field] ?? "write", now: is[role]?.[field] ?? "write" }))
      .filter(({ old, now }) => old !== now)
      .map(({ field, old, now }) =>
        valueLine(`${roleName} · ${words.field(field)}`, "access", old, now, words),
      );
  });
}

function listLines(section: string, before: unknown, after: unknown, words: Words): ChangeLine[] {
  const was = (Array.isArray(before) ? before : []) as Entry[];
  const is = (Array.isArray(after) ? after : []) as Entry[];
  const title = titleOf(section, words);
  const find = (list: Entry[], id: unknown) => (id ? list.find((each) => each.id === id) : undefined);
  const lines = is.flatMap((entry) => {
    const old = find(was, entry.id);
    return old
      ? entryLines(title, old, entry, words)
      : [{ what: title, before: null, after: nameOf(entry, words) }];
  });
  const gone = was
    .filter((entry) => !entry.archived && !find(is, entry.id))
    .map((entry) => archivedLine(title, entry, true, words));
  return [...lines, ...gone, ...orderLines(title, was, is, words)];
}

function entryLines(title: string, old: Entry, entry: Entry, words: Words): ChangeLine[] {
  const name = nameOf(entry, words);
  const lines: ChangeLine[] = [];
  if (!isSame(old.names, entry.names)) {
    const [was, is] = [nameOf(old, words), name];
    lines.push({
      what: title,
      before: was === is ? bothNames(old) : was,
      after: was === is ? bothNames(entry) : is,
    });
  }
  if (Boolean(old.archived) !== Boolean(entry.archived)) {
    lines.push(archivedLine(title, entry, Boolean(entry.archived), words));
  }
  for (const property of OF_ENTRY) {
    const [was, is] = [old[property] ?? null, entry[property] ?? null];
    if (!isSame(was, is))
      lines.push(valueLine(`${name} · ${titleOf(property, words)}`, property, was, is, words));
  }
  if (!isSame(old.choices ?? [], entry.choices ?? [])) {
    lines.push(
      ...listLines("choices", old.choices, entry.choices, words).map((line) => ({
        ...line,
        what: `${name} · ${line.what}`,
      })),
    );
  }
  return lines;
}

function archivedLine(title: string, entry: Entry, isArchived: boolean, words: Words): ChangeLine {
  const state = words.t(isArchived ? "settings.change.archived" : "settings.change.restored");
  return { what: title, before: null, after: `${nameOf(entry, words)} · ${state}` };
}

/** Only entries that are in use both before and after have an order that anybody sees. */
function orderLines(title: string, was: Entry[], is: Entry[], words: Words): ChangeLine[] {
  const live = (list: Entry[], other: Entry[]) =>
    list.filter((each) => !each.archived && other.some((one) => one.id === each.id && !one.archived));
  const [old, now] = [live(was, is), live(is, was)];
  if (
    isSame(
      old.map((each) => each.id),
      now.map((each) => each.id),
    )
  )
    return [];
  const say = (list: Entry[]) => list.map((each) => nameOf(each, words)).join(" → ");
  return [{ what: `${title} · ${words.t("settings.change.order")}`, before: say(old), after: say(now) }];
}

function nameOf(entry: Entry, words: Words): string {
  return entry.names ? words.names(entry.names) : (entry.id ?? "");
}

function bothNames(entry: Entry): string {
  return entry.names ? `${entry.names["zh-CN"]} / ${entry.names.en}` : "";
}
