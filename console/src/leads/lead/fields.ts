/** The fields of a lead as forms show them: what kind each is, what a person types, and what the API takes. Pure. */
import type { Field, Workspace } from "../../settings/setup/types";
import { amountOf } from "../../workspace/money";
import type { LeadView, Money } from "../types";
import type { LeadWords } from "../useLeadWords";
import { sayCustom } from "./customValue";

export type FieldKind = Field["type"] | "long" | "channel" | "product" | "moment";

export interface LeadField {
  /** As permissions name it; of custom fields without the `custom.`. */
  id: string;
  kind: FieldKind;
  label: string;
  isRequired: boolean;
  custom: Field | null;
}

/** What stands in the input of a field. */
export type Draft = string | string[];

const BUILT_IN: Record<string, FieldKind> = {
  name: "text",
  company: "text",
  contact: "text",
  phone: "phone",
  email: "email",
  wechat: "text",
  amount: "money",
  product: "product",
  source_channel: "channel",
  first_contact_at: "moment",
  next_follow_up_at: "moment",
  blocker: "text",
  region: "text",
  remark: "long",
  external_id: "text",
};
const ALWAYS_FILLED = new Set(["name", "source_channel", "first_contact_at", "next_follow_up_at"]);
const NO_BLOCKER = "none";

export function builtIn(id: string, words: LeadWords): LeadField {
  const label = id === "external_id" ? words.t("leads.field.external_id") : words.field(id);
  return { id, kind: BUILT_IN[id] ?? "text", label, isRequired: ALWAYS_FILLED.has(id), custom: null };
}

export function customFields(workspace: Workspace, words: LeadWords): LeadField[] {
  return workspace.fields
    .filter((each) => !each.archived)
    .map((each) => ({
      id: each.id,
      kind: each.type,
      label: words.names(each.names),
      isRequired: each.required,
      custom: each,
    }));
}

export const DETAIL_FIELDS = Object.keys(BUILT_IN);

export function valueIn(lead: LeadView, field: LeadField): unknown {
  if (field.custom) return lead.custom?.[field.id];
  const value = lead[field.id as keyof LeadView];
  return field.id === "blocker" && value === NO_BLOCKER ? null : value;
}

export function sayField(field: LeadField, value: unknown, words: LeadWords): string {
  if (value === null || value === undefined || value === "") return "";
  if (field.custom) return sayCustom(field.custom, value, words);
  if (field.kind === "money") return words.money(value as Money);
  if (field.kind === "channel") return words.channel(String(value));
  if (field.kind === "moment") return words.moment(String(value));
  return String(value);
}

/** Where a tap on the value leads: a call, a letter, a page. Never a script: only the web's own addresses are links. */
export function addressOf(kind: FieldKind, value: string): string | null {
  if (kind === "phone") return `tel:${value.replaceAll(/[^+\d]/g, "")}`;
  if (kind === "email") return `mailto:${value}`;
  return kind === "link" && /^https?:\/\//i.test(value) ? value : null;
}

export function draftOf(field: LeadField, value: unknown, dayOf: (instant: string) => string): Draft {
  if (field.kind === "choices") return Array.isArray(value) ? value.map(String) : [];
  if (value === null || value === undefined) return "";
  if (field.kind === "money") return (value as Money).amount ?? "";
  if (field.kind === "moment") return dayOf(String(value));
  if (field.kind === "yes_no") return value === true ? "yes" : "no";
  return String(value);
}

/** As the API takes it, null where nothing stands; undefined when it is no value of the kind. */
export function valueSent(field: LeadField, draft: Draft, currency: string): unknown {
  if (Array.isArray(draft)) return draft.length > 0 ? draft : null;
  const text = draft.trim();
  if (text === "") return null;
  if (field.kind === "money") {
    const amount = amountOf(text);
    return amount === null ? undefined : { amount, currency };
  }
  if (field.kind === "yes_no") return text === "yes";
  return text;
}
