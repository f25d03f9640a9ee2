/** What a person typed of a new lead, as the API takes it. Pure. */
import type { Schemas } from "../../api/client";
import { type Draft, type LeadField, valueSent } from "../lead/fields";

export type NewLead = Schemas["NewLead"];
/** By field; custom ones as `custom.<id>`. */
export type Drafts = Readonly<Record<string, Draft>>;

export const keyOf = (field: LeadField): string => (field.custom ? `custom.${field.id}` : field.id);

export interface Checked {
  body: NewLead;
  /** Keys of fields that are missing, and of amounts that are none. */
  missing: string[];
  wrong: string[];
}

export function checked(drafts: Drafts, fields: LeadField[], currency: string): Checked {
  const missing: string[] = [];
  const wrong: string[] = [];
  const plain: Record<string, unknown> = {};
  const custom: Record<string, unknown> = {};
  for (const field of fields) {
    const key = keyOf(field);
    const value = valueSent(field, drafts[key] ?? "", currency);
    if (value === undefined) wrong.push(key);
    else if (value === null) {
      if (field.isRequired) missing.push(key);
    } else if (field.custom) custom[field.id] = value;
    else plain[field.id] = value;
  }
  for (const name of ["stage", "owner_id"]) if (drafts[name]) plain[name] = drafts[name];
  const body = { ...plain, ...(Object.keys(custom).length > 0 ? { custom } : {}) } as NewLead;
  return { body, missing, wrong };
}
