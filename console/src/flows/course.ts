/** A run with the version of the flow that it keeps. Pure. */
import type { CardRow, CardView, FlowDefinition, FlowField, FlowNode, RunView } from "./types";

export interface Course {
  run: RunView;
  /** Not there while it is on its way. */
  flow: FlowDefinition | undefined;
}

export const fieldOf = (flow: FlowDefinition | undefined, id: string): FlowField | undefined =>
  flow?.fields?.find((each) => each.id === id);

export const nodeOf = (flow: FlowDefinition | undefined, id: string): FlowNode | undefined =>
  flow?.nodes.find((each) => each.id === id);

/** The card by which the caller may record a field: one that shows it before any other; null: by none. */
export function recorderOf(run: RunView, fieldId: string): CardView | null {
  const open = run.cards.filter((each) => each.may.includes("record"));
  const shows = (card: CardView) => [...card.outputs, ...card.inputs].some(({ id }) => id === fieldId);
  return open.find(shows) ?? open[0] ?? null;
}

/** Whose card it is: a member's own, or of a flow role of theirs. */
export function isMine(
  card: Pick<CardRow, "holder">,
  me: string | undefined,
  roles: ReadonlySet<string>,
): boolean {
  if (!card.holder) return false;
  return card.holder === me || roles.has(card.holder);
}

/** The card to look at first: what waits for the caller, else what is open, else the last that was done. */
export function firstCard(run: RunView): CardView | null {
  const open = run.cards.filter(({ state }) => ["ready", "in_progress", "blocked"].includes(state));
  const own = open.find(({ may }) => may.includes("complete") || may.includes("unblock"));
  const done = run.cards.filter(({ state }) => state === "done");
  return own ?? open[0] ?? done.at(-1) ?? run.cards[0] ?? null;
}

/** Working seconds that a step has in all, where its length in hours can be known; `dayHours`: of a working day. */
export function targetSeconds(
  node: FlowNode | undefined,
  priority: CardRow["priority"],
  dayHours: number,
): number | null {
  if (!node) return null;
  const own = node.sla.by_priority?.[priority] ?? node.sla.complete;
  const hours = own.hours ?? (own.days ?? 0) * (own.basis === "calendar" ? 24 : dayHours);
  return hours > 0 ? hours * 3600 : null;
}
