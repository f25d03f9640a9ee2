/** A connector's rules while they are edited. Pure. */
import type { FlowView } from "../types";
import type { Mapping, Rule } from "./queries";

export const ACTIONS = ["complete", "block", "comment", "record", "start"] as const;
export type Action = Rule["action"];

/** What a rule of an action has, and has not. */
export const HAS: Record<Action, { target: boolean; values: boolean; reason: boolean; text: boolean }> = {
  complete: { target: true, values: true, reason: false, text: false },
  record: { target: true, values: true, reason: false, text: false },
  block: { target: true, values: false, reason: true, text: true },
  comment: { target: true, values: false, reason: false, text: true },
  start: { target: false, values: true, reason: false, text: true },
};

/** The rule with another action: what that action doesn't have is left out, what it needs has a first value. */
export function withAction(rule: Rule, action: Action, flow: FlowView | undefined): Rule {
  const has = HAS[action];
  const key =
    flow?.definition.fields?.find((each) => each.is_key)?.id ?? flow?.definition.fields?.[0]?.id ?? "";
  return {
    action,
    types: rule.types ?? [],
    flow: rule.flow ?? flow?.key ?? null,
    key: has.target ? (rule.key ?? { path: "data.contract_no", field: key }) : null,
    node: has.target ? (rule.node ?? flow?.definition.nodes[0]?.id ?? null) : null,
    values: has.values ? (rule.values ?? {}) : {},
    reason: has.reason ? (rule.reason ?? flow?.definition.blocking_reasons[0]?.id ?? null) : null,
    text: has.text ? (rule.text ?? null) : null,
  };
}

/** Rules to begin with, for a kind that brings none. */
export function firstMapping(flow: FlowView | undefined): Mapping {
  const rule = withAction({ action: "comment", types: [] } as unknown as Rule, "comment", flow);
  return { event_id: "id", type: "type", rules: [{ ...rule, text: "{data.note}" }] };
}

/** `value` of the values of a rule: a path, or what is always the same. */
export interface ValueRow {
  field: string;
  isLiteral: boolean;
  text: string;
}

export function rowsOf(values: Rule["values"]): ValueRow[] {
  return Object.entries(values ?? {}).map(([field, source]) => ({
    field,
    isLiteral: source.path === null || source.path === undefined,
    text: String(source.path ?? source.literal ?? ""),
  }));
}

export function valuesOf(rows: readonly ValueRow[]): NonNullable<Rule["values"]> {
  return Object.fromEntries(
    rows.map(({ field, isLiteral, text }) => [field, isLiteral ? { literal: text } : { path: text }]),
  );
}

/** JSON as typed, or what is wrong with it. */
export function parsed(text: string): { payload: unknown } | { problem: string } {
  try {
    return { payload: JSON.parse(text) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
