/** Who owned a lead, and when: out of its timeline. Pure. */
import type { LeadEvent } from "../types";

export interface Ownership {
  /** null: the pool. */
  ownerId: string | null;
  from: string;
  /** null: still. */
  to: string | null;
}

/** The last first. `events`: all of the timeline, newest first. */
export function ownersOf(events: LeadEvent[]): Ownership[] {
  const spans: Ownership[] = [];
  for (const event of [...events].reverse()) {
    const owner = ownerAfter(event);
    if (owner === undefined) continue;
    const last = spans.at(-1);
    if (last?.ownerId === owner) continue;
    if (last) last.to = event.at;
    spans.push({ ownerId: owner, from: event.at, to: null });
  }
  return spans.reverse();
}

/** undefined: the event says nothing of it. */
function ownerAfter({ kind, changes, facts }: LeadEvent): string | null | undefined {
  if (kind === "lead.created") return typeof facts.owner_id === "string" ? facts.owner_id : null;
  const change = changes.owner_id;
  if (!change) return undefined;
  return typeof change[1] === "string" ? change[1] : null;
}
