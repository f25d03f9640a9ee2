/** What a card's menu offers: of `may`, in the order of use. Pure. */
import type { CardRow, CardView } from "../types";

export const MOVES = [
  "start",
  "complete",
  "approve",
  "unblock",
  "block",
  "hand_over",
  "reopen",
  "skip",
] as const;
export type MoveKind = (typeof MOVES)[number];

/** Moves that need no question asked. */
const PLAIN: ReadonlySet<MoveKind> = new Set(["unblock"]);
/** They undo work, or let it fall away. */
export const GRAVE: ReadonlySet<MoveKind> = new Set(["reopen", "skip"]);

export function movesOf(card: Pick<CardView, "may">): MoveKind[] {
  return MOVES.filter((each) => card.may.includes(each));
}

/** The one that stands out: to begin what is ready, to finish what is at work. */
export function mainMove(card: Pick<CardView, "may" | "state">): MoveKind | null {
  const usual: Partial<Record<CardRow["state"], MoveKind>> = {
    ready: "start",
    in_progress: "complete",
    blocked: "unblock",
  };
  const main = usual[card.state];
  if (card.may.includes("approve")) return "approve";
  return main && card.may.includes(main) ? main : null;
}

/** Whether a dialog has to be opened for a move: what it lacks is asked for. */
export function isAsked(move: MoveKind, card: Pick<CardView, "missing_to_start">): boolean {
  if (PLAIN.has(move)) return false;
  if (move !== "start") return true;
  const { fields, attachments, approval } = card.missing_to_start;
  return fields.length > 0 || attachments > 0 || Boolean(approval);
}
