/** When somebody else has changed a lead first: whether it matters to what one wanted. Pure but for `Clash`. */
import type { LeadView, Tagged } from "../types";

export type Wanted = Partial<LeadView>;

/** What one wanted to change has been changed by somebody else since it was read. */
export class Clash extends Error {
  readonly base: LeadView;
  readonly newest: Tagged;
  readonly wanted: Wanted;

  constructor(base: LeadView, newest: Tagged, wanted: Wanted) {
    super("clash");
    this.name = "Clash";
    this.base = base;
    this.newest = newest;
    this.wanted = wanted;
  }
}

export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

/** The fields of `wanted` that differ between what was read and what is there now. */
export function touchedFields(base: LeadView, newest: LeadView, wanted: Wanted): string[] {
  return Object.keys(wanted).filter((name) => {
    const key = name as keyof LeadView;
    if (key === "custom") {
      const mine = Object.keys(wanted.custom ?? {}).filter(
        (field) => !isSame(wanted.custom?.[field], base.custom?.[field]),
      );
      return mine.some((field) => !isSame(base.custom?.[field], newest.custom?.[field]));
    }
    return !isSame(base[key], newest[key]);
  });
}

/** Field by field, before and after; custom fields as `custom.<id>`. */
export function changesOf(before: LeadView, after: Wanted): Record<string, [unknown, unknown]> {
  const changes: Record<string, [unknown, unknown]> = {};
  for (const [name, value] of Object.entries(after)) {
    if (name === "custom") {
      for (const [field, each] of Object.entries(after.custom ?? {})) {
        const old = before.custom?.[field];
        if (!isSame(old, each)) changes[`custom.${field}`] = [old, each];
      }
    } else if (!isSame(before[name as keyof LeadView], value)) {
      changes[name] = [before[name as keyof LeadView], value];
    }
  }
  return changes;
}

const SHOWN = [
  "name",
  "stage",
  "owner_id",
  "amount",
  "next_follow_up_at",
  "blocker",
  "source_channel",
  "first_contact_at",
  "company",
  "contact",
  "phone",
  "email",
  "wechat",
  "product",
  "region",
  "remark",
  "hold_until",
  "lost_reason",
  "custom",
] as const;

/** All that is different in the newest, of what people read. */
export function theirChanges(base: LeadView, newest: LeadView): Record<string, [unknown, unknown]> {
  return changesOf(base, Object.fromEntries(SHOWN.map((name) => [name, newest[name]])) as Wanted);
}
