/** The reporting line as rows of a tree. Pure. */
import type { Member } from "../setup/types";

export interface TreeRow {
  member: Member;
  /** 0 for who reports to nobody. */
  depth: number;
  reports: number;
}

/** Everyone once, each under the supervisor; who is in a circle, or reports to somebody who left, stands at the top. */
export function treeRows(members: Member[]): TreeRow[] {
  const ids = new Set(members.map((each) => each.id));
  const below = new Map<string, Member[]>();
  for (const member of members) {
    const above = member.supervisor_id && ids.has(member.supervisor_id) ? member.supervisor_id : "";
    below.set(above, [...(below.get(above) ?? []), member]);
  }
  const rows: TreeRow[] = [];
  const seen = new Set<string>();
  const walk = (member: Member, depth: number) => {
    if (seen.has(member.id)) return;
    seen.add(member.id);
    const reports = below.get(member.id) ?? [];
    rows.push({ member, depth, reports: reports.length });
    for (const report of reports) walk(report, depth + 1);
  };
  for (const member of below.get("") ?? []) walk(member, 0);
  for (const member of members) walk(member, 0);
  return rows;
}

/** The member and all below: nobody of them can be the member's supervisor. */
export function lineOf(members: Member[], id: string): Set<string> {
  const line = new Set([id]);
  let size = 0;
  while (size !== line.size) {
    size = line.size;
    for (const member of members)
      if (member.supervisor_id && line.has(member.supervisor_id)) line.add(member.id);
  }
  return line;
}

export function found(rows: TreeRow[], words: string): TreeRow[] {
  const wanted = words.trim().toLowerCase();
  if (!wanted) return rows;
  return rows.filter(({ member }) =>
    [member.name, member.email, member.region].some((text) => text?.toLowerCase().includes(wanted)),
  );
}
