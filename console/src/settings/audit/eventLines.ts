/** An event of the log in business words: what it is about, and what it changed. Pure. */
import { type ChangeLine, sectionLines } from "../changes/setupLines";
import { sayValue } from "../changes/values";
import { known, type Words } from "../changes/words";
import type { LogEvent } from "./queries";

type Namer = (value: string, words: Words) => string;

const NO_BLOCKER = "none";
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
const sayMember: Namer = (id, words) => words.member(id);
const sayReason: Namer = (id, words) => words.reason(id);
const NAMERS: Record<string, Namer> = {
  owner_id: sayMember,
  supervisor_id: sayMember,
  successor_id: sayMember,
  stage: (id, words) => words.stage(id),
  blocker: (text, { t }) => (text === NO_BLOCKER ? t("settings.change.none") : text),
  source_channel: (id, words) => words.channel(id),
  hold_reason: sayReason,
  lost_reason: sayReason,
  role: (role, { t }) => known(t, `common.role.${role}`) ?? role,
  status: (status, { t }) => known(t, `settings.members.status.${status}`) ?? status,
  outcome: (outcome, { t }) => known(t, `settings.audit.outcome.${outcome}`) ?? outcome,
  follow_up: (kind, { t }) => known(t, `settings.audit.follow_up.${kind}`) ?? kind,
  channel_kind: (kind, { t }) => known(t, `settings.channels.kind.${kind}`) ?? kind,
  what: (what, { t }) => known(t, `settings.audit.exported.${what}`) ?? what,
  action: (action, { t }) => known(t, `settings.audit.action.${action}`) ?? action,
};

/** Facts that are worth a line, beside the changes. */
const TOLD_FACTS = [
  "follow_up",
  "outcome",
  "summary",
  "action",
  "channel_kind",
  "role",
  "successor_id",
  "what",
  "rows",
];

export function eventLines(event: LogEvent, words: Words): ChangeLine[] {
  return Object.entries(event.changes).flatMap(([field, [before, after]]) => {
    // Who leaves goes out of the rules of assignment: a change of the settings within the member's.
    if (event.kind === "workspace.changed" || field === "assignment")
      return sectionLines(field, before, after, words);
    return {
      what: titleOf(field, words),
      before: say(field, before, words),
      after: say(field, after, words),
    };
  });
}

/** The facts of an event that are no changes, in one line; empty where there are none. */
export function toldOf(event: LogEvent, words: Words): string {
  return TOLD_FACTS.filter((name) => event.facts[name] !== undefined && !(name in event.changes))
    .map((name) => say(name, event.facts[name], words))
    .join(" · ");
}

/** What the event is about, where that has a name. */
export function subjectOf(event: LogEvent, words: Words): string | null {
  const { name } = event.facts;
  if (typeof name === "string") return name;
  const member = words.member(event.about);
  return member === event.about ? null : member;
}

export function leadOf(event: LogEvent): string | null {
  return event.about.startsWith("lead_") && event.kind !== "lead.erased" ? event.about : null;
}

function titleOf(field: string, words: Words): string {
  const { t } = words;
  return (
    known(t, `settings.audit.field.${field}`) ?? known(t, `settings.property.${field}`) ?? words.field(field)
  );
}

function say(field: string, value: unknown, words: Words): string {
  if (field === "rows") return words.t("settings.audit.row_count", { count: Number(value) });
  if (typeof value === "string" && value !== "") {
    const named = NAMERS[field]?.(value, words);
    if (named) return named;
    if (INSTANT.test(value)) return words.moment(value);
  }
  if (Array.isArray(value)) return value.map((each) => say(field, each, words)).join(", ");
  if (typeof value === "object" && value !== null) {
    const pairs = Object.entries(value).map(
      ([name, each]) => `${words.field(name)}: ${say(name, each, words)}`,
    );
    return pairs.join(", ");
  }
  return sayValue(field, value, words);
}
