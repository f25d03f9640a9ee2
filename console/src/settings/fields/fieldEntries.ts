import type { Schemas } from "../../api/client";
import { type Entry, entryChange, entryOf } from "../entries/entries";
import type { FieldType, SetupSection } from "../setup/types";

export interface FieldEntry extends Entry {
  type: FieldType;
  required: boolean;
  choices: Entry[];
}

export const FIELD_TYPES = [
  "text",
  "number",
  "money",
  "date",
  "choice",
  "choices",
  "yes_no",
  "phone",
  "email",
  "link",
  "member",
] as const satisfies readonly FieldType[];

export function hasChoices(type: FieldType): boolean {
  return type === "choice" || type === "choices";
}

export const FIELDS: SetupSection<FieldEntry[]> = {
  read: (workspace) =>
    workspace.fields.map((field) => ({
      ...entryOf(field),
      type: field.type,
      required: field.required,
      choices: field.choices.map(entryOf),
    })),
  write: (fields) => ({ fields: fields.map(fieldChange) }),
};

function fieldChange(field: FieldEntry): Schemas["FieldChange"] {
  const { type, required, choices } = field;
  const of = hasChoices(type) ? { choices: choices.map(entryChange) } : {};
  return { ...entryChange(field), type, required, ...of };
}
