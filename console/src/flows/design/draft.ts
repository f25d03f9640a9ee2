/** A flow's definition while it is edited. Pure. */
import type { FieldProblem } from "../../api/problem";
import { bothNames } from "../../settings/entries/entries";
import type { FlowDefinition, FlowField, FlowNode } from "../types";

export type Reason = FlowDefinition["blocking_reasons"][number];
export type Names = FlowDefinition["names"];
export type Rung = NonNullable<FlowNode["ladder"]>[number];
export type Recipient = Rung["to"][number];
export type Condition = NonNullable<FlowNode["when"]>[number];
export type Needs = NonNullable<FlowNode["needs"]>;

/** As the API has it where a step names none. */
export const USUAL_LADDER: Rung[] = [
  { percent: 50, to: ["responsible"] },
  { percent: 80, to: ["responsible"] },
  { percent: 100, to: ["responsible", "supervisor"] },
  { percent: 150, to: ["responsible", "supervisor", "neighbours"] },
];

export const NO_NAMES: Names = { "zh-CN": "", en: "" };

/** An id out of an English name, else out of what it is; never one of `taken`. */
export function newId(names: Names, kind: string, taken: readonly string[]): string {
  const slug = names.en
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^[_0-9]+|_+$/g, "")
    .slice(0, 30);
  const base = slug || kind;
  if (!taken.includes(base) && slug) return base;
  let number = slug ? 2 : 1;
  while (taken.includes(`${base}_${number}`)) number += 1;
  return `${base}_${number}`;
}

export function newNode(id: string, names: Names, after: string[]): FlowNode {
  return {
    id,
    names,
    after,
    responsible: { rule: "starter" },
    sla: { complete: { days: 2, basis: "working" } },
  };
}

export function newFlow(key: string, names: Names, firstStep: Names, reason: Names): FlowDefinition {
  return {
    key,
    names,
    fields: [],
    blocking_reasons: [{ id: "other", names: reason, archived: false }],
    nodes: [newNode("step_1", firstStep, [])],
  };
}

/** With `item` in the place of the one of its id, or at the end. */
export function put<Item extends { id: string }>(items: readonly Item[], item: Item): Item[] {
  return items.some(({ id }) => id === item.id)
    ? items.map((each) => (each.id === item.id ? item : each))
    : [...items, item];
}

export function moved<Item extends { id: string }>(
  items: readonly Item[],
  id: string,
  overId: string,
): Item[] {
  const item = items.find((each) => each.id === id);
  const to = items.findIndex((each) => each.id === overId);
  if (!item || to < 0) return [...items];
  const others = items.filter((each) => each.id !== id);
  return [...others.slice(0, to), item, ...others.slice(to)];
}

/** Without a step: those that came after it come after what it came after. */
export function withoutNode(flow: FlowDefinition, id: string): FlowDefinition {
  const gone = flow.nodes.find((each) => each.id === id);
  const before = gone?.after ?? [];
  const nodes = flow.nodes
    .filter((each) => each.id !== id)
    .map((each) => {
      if (!each.after?.includes(id)) return each;
      const others = each.after.filter((one) => one !== id);
      return { ...each, after: [...new Set([...others, ...before])].filter((one) => one !== each.id) };
    });
  return { ...flow, nodes };
}

/** Without a field, wherever it is asked for. */
export function withoutField(flow: FlowDefinition, id: string): FlowDefinition {
  const drop = (ids: string[] | undefined) => (ids ?? []).filter((each) => each !== id);
  const needs = (each: Needs | undefined) => (each ? { ...each, fields: drop(each.fields) } : undefined);
  return {
    ...flow,
    fields: (flow.fields ?? []).filter((each) => each.id !== id),
    start_fields: drop(flow.start_fields),
    promised_field: flow.promised_field === id ? null : (flow.promised_field ?? null),
    nodes: flow.nodes.map((node) => {
      const mail = node.mail_when_done?.field === id ? null : node.mail_when_done;
      return {
        ...node,
        ...(node.needs ? { needs: needs(node.needs) } : {}),
        ...(node.gives ? { gives: needs(node.gives) } : {}),
        ...(node.when ? { when: node.when.filter((each) => each.field !== id) } : {}),
        ...(mail === undefined ? {} : { mail_when_done: mail }),
      };
    }),
  };
}

/** As it is sent: a name that is left out in one language is the one of the other. */
export function withBothNames(flow: FlowDefinition): FlowDefinition {
  return {
    ...flow,
    names: bothNames(flow.names),
    ...(flow.description ? { description: bothNames(flow.description) } : {}),
    nodes: flow.nodes.map((node) => {
      const mail = node.mail_when_done;
      return {
        ...node,
        names: bothNames(node.names),
        ...(mail
          ? { mail_when_done: { ...mail, subject: bothNames(mail.subject), body: bothNames(mail.body) } }
          : {}),
      };
    }),
  };
}

/** Findings under a place (`nodes.2`), each with the rest of its path. */
export function under(findings: readonly FieldProblem[], place: string): FieldProblem[] {
  return findings
    .filter(({ field }) => field === place || field.startsWith(`${place}.`))
    .map(({ field, message }) => ({ field: field.slice(place.length + 1), message }));
}

/** Places that a form shows by themselves; what is found elsewhere is told above it. */
export function elsewhere(findings: readonly FieldProblem[], places: readonly string[]): FieldProblem[] {
  return findings.filter(
    ({ field }) => !places.some((place) => field === place || field.startsWith(`${place}.`)),
  );
}

export const isSameFlow = (one: FlowDefinition, other: FlowDefinition): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Fields of a flow by type, to choose from. */
export function fieldsOf(flow: FlowDefinition, types?: readonly FlowField["type"][]): FlowField[] {
  return (flow.fields ?? []).filter((each) => !types || types.includes(each.type ?? "text"));
}
