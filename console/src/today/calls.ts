/** What can be done with a lead of the day, and how it is taken back. */
import { api, ok, type Schemas } from "../api/client";

export type LeadView = Schemas["LeadView"];
const of = (lead_id: string) => ({ params: { path: { lead_id } } });

/** `key`: one for all tries of the same form, so that a second press after a lost answer logs nothing twice. */
export const logFollowUp = (lead_id: string, body: Schemas["NewFollowUp"], key: string) =>
  ok(
    api.POST("/v1/leads/{lead_id}/follow-ups", {
      params: { path: { lead_id }, header: { "Idempotency-Key": key } },
      body,
    }),
  );
export const moveStage = (id: string, body: Schemas["StageMove"]) =>
  ok(api.POST("/v1/leads/{lead_id}/stage", { ...of(id), body }));
export const holdLead = (id: string, body: Schemas["HoldRequest"]) =>
  ok(api.POST("/v1/leads/{lead_id}/hold", { ...of(id), body }));
export const resumeLead = (id: string) => ok(api.POST("/v1/leads/{lead_id}/resume", of(id)));
export const claimLead = (id: string) => ok(api.POST("/v1/leads/{lead_id}/claim", of(id)));
export const releaseLead = (id: string) =>
  ok(api.POST("/v1/leads/{lead_id}/release", { ...of(id), body: {} }));
export const planFollowUp = (id: string, next_follow_up_at: string) =>
  ok(api.PATCH("/v1/leads/{lead_id}", { ...of(id), body: { next_follow_up_at } }));

/** The date that an undo may give back: the API takes no date that is past, so what was late is planned for today. */
export function givenBack(before: string | null | undefined, now: Date, today: string): string {
  return before && Date.parse(before) > now.getTime() ? before : today;
}
