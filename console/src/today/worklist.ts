/** What a day's work is, sorted out of the lists that the API gives. Pure. */
import type { Schemas } from "../api/client";

export type LeadRow = Schemas["LeadRow"];
export const SECTIONS = ["overdue", "today", "silent", "waking", "pool"] as const;
export type SectionId = (typeof SECTIONS)[number];

export interface Worklist {
  rows: Record<SectionId, LeadRow[]>;
  /** Silent leads that stand in a section above already. */
  silentAbove: number;
}

/** `due`: next follow-up before tomorrow; `coming`: within the week, held ones among them. No lead stands twice. */
export function sortOut(lists: {
  due: LeadRow[];
  silent: LeadRow[];
  coming: LeadRow[];
  pool: LeadRow[];
}): Worklist {
  const held = new Map(
    [...lists.due, ...lists.coming].filter((lead) => lead.hold_until).map((lead) => [lead.id, lead]),
  );
  const due = lists.due.filter((lead) => !lead.hold_until);
  const listed = new Set([...due.map((lead) => lead.id), ...held.keys()]);
  const silent = lists.silent.filter((lead) => !listed.has(lead.id));
  return {
    rows: {
      overdue: due.filter((lead) => lead.overdue),
      today: due.filter((lead) => !lead.overdue),
      silent,
      waking: [...held.values()],
      pool: lists.pool,
    },
    silentAbove: lists.silent.length - silent.length,
  };
}

export interface RepGroup {
  ownerId: string | null;
  name: string | null;
  rows: LeadRow[];
}

/** By rep, whoever has the most to do first; within one the order stays. */
export function byRep(rows: LeadRow[]): RepGroup[] {
  const groups = new Map<string | null, RepGroup>();
  for (const lead of rows) {
    const ownerId = lead.owner_id ?? null;
    const group = groups.get(ownerId) ?? { ownerId, name: lead.owner_name ?? null, rows: [] };
    group.rows.push(lead);
    groups.set(ownerId, group);
  }
  return [...groups.values()].sort((one, other) => other.rows.length - one.rows.length);
}
