import type { SetupSection, Workspace } from "../setup/types";

type Kept = Required<Workspace["assignment"]>;
export type Rule = Kept["rule"];
export const RULES: Rule[] = ["none", "round_robin", "by_channel", "by_region", "by_load"];

/** A row that is being written may lack either half; only whole rows are saved. */
export interface RegionRow {
  key: string;
  region: string;
  member: string | null;
}

export interface AssignmentDraft {
  rule: Rule;
  members: string[];
  by_channel: Record<string, string>;
  by_region: RegionRow[];
  cap: number | null;
}

export const ASSIGNMENT: SetupSection<AssignmentDraft> = {
  read: ({ assignment }) => ({
    rule: assignment.rule ?? "none",
    members: assignment.members ?? [],
    by_channel: assignment.by_channel ?? {},
    by_region: Object.entries(assignment.by_region ?? {}).map(([region, member]) => ({
      key: region,
      region,
      member,
    })),
    cap: assignment.cap ?? null,
  }),
  write: ({ rule, members, by_channel, by_region, cap }) => ({
    assignment: { rule, members, by_channel, by_region: regionsOf(by_region), cap },
  }),
};

/** Without people who left, or can't own leads any more: the server refuses rules that name them. */
export function withoutGone(draft: AssignmentDraft, owners: Set<string>): AssignmentDraft {
  return {
    ...draft,
    members: draft.members.filter((id) => owners.has(id)),
    by_channel: Object.fromEntries(Object.entries(draft.by_channel).filter(([, id]) => owners.has(id))),
    by_region: draft.by_region.filter(({ member }) => member === null || owners.has(member)),
  };
}

/** Everybody that the rules name. */
export function namedIn(draft: AssignmentDraft): string[] {
  const inRegions = draft.by_region.flatMap(({ member }) => member ?? []);
  return [...draft.members, ...Object.values(draft.by_channel), ...inRegions];
}

function regionsOf(rows: RegionRow[]): Record<string, string> {
  return Object.fromEntries(
    rows.flatMap(({ region, member }) => (region.trim() && member ? [[region.trim(), member]] : [])),
  );
}
