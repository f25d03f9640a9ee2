/** What a person has decided on the way to an import, and the change that tells the server of it. Pure. */
import type { Guesses, ImportChange, ImportView } from "./queries";

export const LISTS = ["stages", "owners", "channels", "products", "lost_reasons"] as const;
export type ListId = (typeof LISTS)[number];
export type Value = Guesses["stages"][number];
type DateOrder = NonNullable<Guesses["date_order"][number]["order"]>;

/** In a list of owners: nobody, so the lead goes to the pool. */
export const POOL = "pool";

export interface Decisions {
  /** Column to field; null leaves the column out. */
  mapping: Readonly<Record<string, string | null>>;
  dates: Readonly<Record<string, DateOrder>>;
  /** A text of the file to an entry's id, `create`, `keep` or `POOL`. */
  values: Readonly<Record<ListId, Readonly<Record<string, string>>>>;
  defaults: Readonly<Record<string, string>>;
}

const NO_VALUES = { stages: {}, owners: {}, channels: {}, products: {}, lost_reasons: {} };
export const UNDECIDED: Decisions = { mapping: {}, dates: {}, values: NO_VALUES, defaults: {} };

/** What was decided before this page was opened, here or elsewhere. */
export function decidedIn({ decided }: Pick<ImportView, "decided">): Decisions {
  const { mapping, date_order, defaults, stages, owners, channels, products, lost_reasons } = decided;
  const people = Object.fromEntries(Object.entries(owners).map(([text, id]) => [text, id ?? POOL]));
  return {
    mapping,
    dates: date_order,
    values: { stages, owners: people, channels, products, lost_reasons },
    defaults,
  };
}

export type Decision =
  | { about: "mapping"; column: string; field: string | null }
  | { about: "dates"; column: string; order: DateOrder }
  | { about: "values"; list: ListId; text: string; choice: string }
  | { about: "defaults"; field: string; value: string };

export function decide(before: Decisions, decision: Decision): Decisions {
  switch (decision.about) {
    case "mapping":
      return { ...before, mapping: { ...before.mapping, [decision.column]: decision.field } };
    case "dates":
      return { ...before, dates: { ...before.dates, [decision.column]: decision.order } };
    case "defaults":
      return { ...before, defaults: { ...before.defaults, [decision.field]: decision.value } };
    case "values": {
      const list = { ...before.values[decision.list], [decision.text]: decision.choice };
      return { ...before, values: { ...before.values, [decision.list]: list } };
    }
  }
}

/** The field that a column is read as now. */
export function fieldOf(column: Guesses["columns"][number], { mapping }: Decisions): string | null {
  const chosen = mapping[column.column];
  return chosen === undefined ? column.field : chosen;
}

/** Fields that two columns are read as: the server refuses those. */
export function takenTwice(guesses: Guesses, decisions: Decisions): string[] {
  const fields = guesses.columns.flatMap((column) => fieldOf(column, decisions) ?? []);
  return [...new Set(fields.filter((field, at) => fields.indexOf(field) !== at))];
}

function movesColumns(view: ImportView, decisions: Decisions): boolean {
  return view.guesses?.columns.some((column) => fieldOf(column, decisions) !== column.field) ?? false;
}

/**
 * What to PATCH for another trial. Guesses are accepted when they were there to be seen: after a column is read as
 * something else the server first has to say what it makes of the column's values.
 */
export function trialOf(view: ImportView, decisions: Decisions): ImportChange {
  const { mapping, dates, values, defaults } = decisions;
  const owners = Object.entries(values.owners).map(([text, id]) => [text, id === POOL ? null : id] as const);
  return {
    mapping,
    date_order: dates,
    defaults,
    stages: values.stages,
    owners: Object.fromEntries(owners),
    channels: values.channels,
    products: values.products,
    lost_reasons: values.lost_reasons,
    accept_guesses: !movesColumns(view, decisions),
    dry_run: true,
  };
}

/** Values as the server lists them, and those it lists no more because they were decided. */
export function valuesToShow(list: ListId, view: ImportView, seen: Value[], decisions: Decisions): Value[] {
  const listed = view.guesses?.[list] ?? [];
  const known = new Set(listed.map(({ value }) => value));
  const decided = seen.filter(
    ({ value }) => !known.has(value) && decisions.values[list][value] !== undefined,
  );
  return [...listed, ...decided].sort((one, other) => one.confidence - other.confidence);
}
