/** The start form of a flow: which fields it asks for, and what is known of them from the lead. Pure. */
import { draftOf, type LeadField } from "../../leads/lead/fields";
import type { LeadView } from "../../leads/types";
import type { Drafts } from "../fields";
import type { FlowDefinition } from "../types";

/** Fields of the start form that the lead fills in; a lead has no field that its reader doesn't see. */
export function draftsFromLead(flow: FlowDefinition, fields: LeadField[], lead: LeadView | null): Drafts {
  if (!lead) return {};
  return Object.fromEntries(
    fields.flatMap((field) => {
      const from = flow.fields?.find((each) => each.id === field.id)?.from_lead;
      const value = from ? lead[from] : null;
      return value ? [[field.id, draftOf(field, value, String)]] : [];
    }),
  );
}
