/** Fields of a flow in forms: the same kinds as a lead's, so that they are typed and said the same way. Pure. */
import { type Draft, draftOf, type LeadField, valueSent } from "../leads/lead/fields";
import type { Names } from "../settings/setup/types";
import type { FieldValue, FlowDefinition, FlowField } from "./types";

export interface FormProblems {
  values: Record<string, unknown>;
  /** Ids of fields that are missing, and of those whose amount is none. */
  missing: string[];
  wrong: string[];
}

export type Drafts = Readonly<Record<string, Draft>>;

export function formField(field: FlowField, name: (names: Names) => string, isRequired = false): LeadField {
  const choices = (field.choices ?? []).map((each) => ({
    id: each.id,
    names: each.names,
    name: name(each.names),
    archived: each.archived ?? false,
  }));
  const { id, names } = field;
  const kind = field.type ?? "text";
  const custom = {
    id,
    names,
    name: name(names),
    type: kind,
    required: isRequired,
    choices,
    archived: false,
  } as unknown as NonNullable<LeadField["custom"]>;
  return { id, kind, label: name(names), isRequired, custom };
}

/** Those of `ids` that the caller sees (`values` has no others), in their order. */
export function askedFields(
  flow: FlowDefinition,
  ids: readonly string[],
  name: (names: Names) => string,
  isRequired: boolean,
): LeadField[] {
  return ids.flatMap((id) => {
    const field = (flow.fields ?? []).find((each) => each.id === id);
    return field ? [formField(field, name, isRequired)] : [];
  });
}

export function draftsOf(fields: LeadField[], known: readonly Pick<FieldValue, "id" | "value">[]): Drafts {
  return Object.fromEntries(
    fields.map((field) => {
      const value = known.find(({ id }) => id === field.id)?.value;
      return [field.id, draftOf(field, value, String)];
    }),
  );
}

/** What was typed, as the API takes it: only what differs from what is known. */
export function readDrafts(
  fields: LeadField[],
  drafts: Drafts,
  known: Drafts,
  currencyOf: (id: string) => string,
): FormProblems {
  const found: FormProblems = { values: {}, missing: [], wrong: [] };
  for (const field of fields) {
    const draft = drafts[field.id] ?? "";
    const value = valueSent(field, draft, currencyOf(field.id));
    if (value === undefined) found.wrong.push(field.id);
    else if (value === null && field.isRequired) found.missing.push(field.id);
    else if (JSON.stringify(draft) !== JSON.stringify(known[field.id] ?? "")) found.values[field.id] = value;
  }
  return found;
}
