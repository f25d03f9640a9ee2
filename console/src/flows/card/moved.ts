/** When somebody else was quicker with a card. */
import { isProblem } from "../../api/problem";
import { readHistory, readRun } from "../queries";
import type { CardRow, CardView, RunEvent, RunView } from "../types";
import type { Call } from "./calls";

/** The card is no longer as it was when one acted on it: `card` is what it is now, `event` what was done, if known. */
export class CardMoved extends Error {
  readonly run: RunView;
  readonly card: CardView;
  readonly event: RunEvent | null;

  constructor(run: RunView, card: CardView, event: RunEvent | null) {
    super("moved");
    this.name = "CardMoved";
    this.run = run;
    this.card = card;
    this.event = event;
  }
}

export type Acted = Pick<CardRow, "id" | "run_id" | "state" | "holder" | "cycle" | "version">;

/** Whether the difference matters to an act: another state, another holder. A recorded field or a watcher does not. */
export function isElsewhere(before: Acted, now: Acted): boolean {
  return (
    before.state !== now.state ||
    (before.holder ?? null) !== (now.holder ?? null) ||
    before.cycle !== now.cycle
  );
}

/** The newest of `events` (newest first) that moved the card. */
export function lastMove(events: RunEvent[], cardId: string): RunEvent | null {
  return events.find(({ about, kind }) => about === cardId && !UNMOVING.has(kind)) ?? null;
}

const UNMOVING: ReadonlySet<string> = new Set([
  "card.commented",
  "card.file_added",
  "card.file_removed",
  "card.watched",
  "card.sla_step",
]);

/** Does `call`; what changed beside the card's state is no hindrance. @throws CardMoved, Problem */
export async function inSpite(call: Call, on: Acted): Promise<CardView> {
  try {
    return await call(on.version);
  } catch (error) {
    if (!isProblem(error) || error.status !== 412) throw error;
    const run = await readRun(on.run_id);
    const card = run.cards.find((each) => each.id === on.id);
    if (!card) throw error;
    if (error.code === "stale_version" && !isElsewhere(on, card)) return call(card.version);
    const history = await readHistory(on.run_id, null, 20).catch(() => null);
    throw new CardMoved(run, card, lastMove(history?.items ?? [], on.id));
  }
}
