/** Changes of a lead, old → new, in business words. Pure. */
import { eventLines } from "../../settings/audit/eventLines";
import type { LogEvent } from "../../settings/audit/queries";
import type { ChangeLine } from "../../settings/changes/setupLines";
import type { Money } from "../types";
import type { LeadWords } from "../useLeadWords";
import { sayCustom } from "./customValue";

type Changes = Record<string, unknown[]>;

/** Told by something else already, or by nothing that people read. */
const UNTOLD = new Set(["currency", "customer_id", "custom", "closed_at"]);
const CUSTOM = "custom.";

export function linesOf(changes: Changes, words: LeadWords): ChangeLine[] {
  return Object.entries(withCustom(changes)).flatMap(([name, [before, after]]) => {
    if (UNTOLD.has(name)) return [];
    if (name.startsWith(CUSTOM)) return customLine(name.slice(CUSTOM.length), before, after, words);
    if (name === "amount") return [amountLine(before, after, changes.currency, words)];
    const event = { kind: "lead.changed", changes: { [name]: [before ?? null, after ?? null] }, facts: {} };
    return eventLines(event as unknown as LogEvent, words);
  });
}

/** A change of all custom fields together, as one of each. */
function withCustom(changes: Changes): Changes {
  const whole = changes.custom;
  if (!whole) return changes;
  const [before, after] = whole.map((each) => (each ?? {}) as Record<string, unknown>);
  const names = Object.keys({ ...before, ...after });
  const single = names
    .filter((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]))
    .map((name): [string, unknown[]] => [CUSTOM + name, [before?.[name], after?.[name]]]);
  return { ...changes, ...Object.fromEntries(single) };
}

function customLine(id: string, before: unknown, after: unknown, words: LeadWords): ChangeLine[] {
  const field = words.workspace.fields.find((each) => each.id === id);
  if (!field) return [];
  const none = words.t("settings.change.none");
  return [
    {
      what: words.names(field.names),
      before: sayCustom(field, before, words) || none,
      after: sayCustom(field, after, words) || none,
    },
  ];
}

function amountLine(
  before: unknown,
  after: unknown,
  currencies: unknown[] | undefined,
  words: LeadWords,
): ChangeLine {
  const say = (value: unknown, currency: unknown) => {
    if (value === null || value === undefined) return words.t("settings.change.none");
    const money =
      typeof value === "object" ? (value as Money) : { amount: String(value), currency: String(currency) };
    return words.money(money);
  };
  const usual = words.workspace.currency;
  return {
    what: words.field("amount"),
    before: say(before, currencies?.[0] ?? usual),
    after: say(after, currencies?.[1] ?? usual),
  };
}
