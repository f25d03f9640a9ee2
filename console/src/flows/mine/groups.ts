/** My cards by when they are due. Pure: now is passed in. */
import { addDays } from "../../workspace/days";
import type { CardRow } from "../types";

export const GROUPS = ["over", "today", "week", "later", "open"] as const;
export type Group = (typeof GROUPS)[number];

/** `open`: without a time, as while its clock stands. `today`: `YYYY-MM-DD` where the workspace is. */
export function groupOf(
  card: Pick<CardRow, "due_at" | "paused">,
  now: number,
  today: string,
  dayOf: (instant: string) => string,
): Group {
  if (!card.due_at || card.paused) return "open";
  if (Date.parse(card.due_at) < now) return "over";
  const day = dayOf(card.due_at);
  if (day <= today) return "today";
  return day <= addDays(today, 6) ? "week" : "later";
}

export function grouped(
  cards: CardRow[],
  of: (card: CardRow) => Group,
): { group: Group; cards: CardRow[] }[] {
  return GROUPS.map((group) => ({ group, cards: cards.filter((card) => of(card) === group) })).filter(
    (each) => each.cards.length > 0,
  );
}
