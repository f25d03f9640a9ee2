/** What an event of a run changed, in words. Pure. */
import type { ChangeLine } from "../../settings/changes/setupLines";
import type { RunEvent } from "../types";

export interface Said {
  none: string;
  name: (key: string) => string;
  value: (key: string, value: unknown) => string;
}

const VALUES = "values.";
/** Told by the event's own name, or by nothing that people read. */
const UNTOLD = new Set(["watchers", "closed_at", "state", "flow_version"]);

export function changeLines(event: RunEvent, said: Said): ChangeLine[] {
  return Object.entries(event.changes).flatMap(([name, both]) => {
    const key = name.startsWith(VALUES) ? name.slice(VALUES.length) : name;
    if (key === name && UNTOLD.has(key)) return [];
    const [before, after] = both;
    const say = (value: unknown) =>
      value === null || value === undefined || value === "" ? said.none : said.value(key, value);
    return [{ what: said.name(key), before: say(before), after: say(after) }];
  });
}
