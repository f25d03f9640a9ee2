/** Two customers that are one: what comes out, and what may still be undone. Pure: now is passed in. */
import type { Schemas } from "../api/client";
import { CUSTOMER_FIELDS, type CustomerField } from "./fields";
import type { Customer } from "./types";

type LogEvent = Schemas["EventList"]["items"][number];
const UNDO_DAYS = 30;

export interface MergedLine {
  field: CustomerField;
  into: string | null;
  from: string | null;
  /** Whose value stays. */
  stays: "into" | "from";
}

/** The one that stays keeps what it has and takes over what it lacks. Fields that neither has are left out. */
export function mergedLines(into: Customer, from: Customer): MergedLine[] {
  return CUSTOMER_FIELDS.flatMap((field) => {
    const [kept, other] = [into[field] || null, from[field] || null];
    if (!kept && !other) return [];
    return [{ field, into: kept, from: other, stays: kept || field === "name" ? "into" : "from" }];
  });
}

export interface OpenMerge {
  /** The id that the merged customer had. */
  id: string;
  name: string;
  at: string;
  by: string | null;
}

/** `events`: newest first, about the customer that stayed. */
export function openMerges(events: LogEvent[], now: Date): OpenMerge[] {
  const undone = new Set<string>();
  const open: OpenMerge[] = [];
  const since = now.getTime() - UNDO_DAYS * 86_400_000;
  for (const { kind, facts, at, actor_name } of events) {
    if (kind === "customer.merge_undone") undone.add(String(facts.split));
    if (kind !== "customer.merged" || Date.parse(at) < since) continue;
    const id = String(facts.merged);
    if (undone.delete(id)) continue;
    open.push({ id, name: String(facts.name ?? ""), at, by: actor_name ?? null });
  }
  return open;
}
