/** The columns that a table of leads may show, and which of them a person has chosen. Pure. */
import type { Sort } from "../filter/filters";
import type { LeadRow } from "../types";

export const COLUMNS = [
  "stage",
  "owner_id",
  "amount",
  "next_follow_up_at",
  "blocker",
  "source_channel",
  "touched_at",
  "company",
  "contact",
  "phone",
  "email",
  "product",
  "follow_up_count",
  "unanswered",
  "updated_at",
] as const;
export type Column = (typeof COLUMNS)[number];

export const USUAL_COLUMNS: Column[] = [
  "stage",
  "owner_id",
  "amount",
  "next_follow_up_at",
  "blocker",
  "touched_at",
];

/** Widths in px; the name takes what is left. */
export const WIDTHS: Record<Column, number> = {
  stage: 146,
  owner_id: 92,
  amount: 108,
  next_follow_up_at: 190,
  touched_at: 98,
  blocker: 146,
  source_channel: 120,
  company: 200,
  contact: 150,
  phone: 150,
  email: 200,
  product: 170,
  follow_up_count: 90,
  unanswered: 110,
  updated_at: 104,
};

export const NUMERIC: ReadonlySet<Column> = new Set(["amount", "follow_up_count", "unanswered"]);

/** Out of what was kept, in the catalogue's order; the usual ones where nothing was. */
export function chosenColumns(kept: unknown): Column[] {
  if (!Array.isArray(kept)) return USUAL_COLUMNS;
  return COLUMNS.filter((each) => kept.includes(each));
}

/** Without those that the role may not see. */
export function visibleColumns(chosen: Column[], isHidden: (field: string) => boolean): Column[] {
  return chosen.filter((each) => !isHidden(each));
}

/** The order that a column's head asks for; null: there is none by it. */
export function sortBy(column: Column): Sort | null {
  if (column === "next_follow_up_at") return "next_follow_up_at";
  return column === "updated_at" ? "-updated_at" : null;
}

export type Marks = Pick<LeadRow, "silent" | "overdue" | "hold_until">;
