/** What can be done with a lead; each on the condition that it still is as `etag` says, where one is given. */
import { api, ifMatch, type Schemas, tagged } from "../../api/client";
import type { Tagged } from "../types";

export type Call = (etag: string | null) => Promise<Tagged>;

const of = (lead_id: string, etag: string | null) => ({
  params: { path: { lead_id } },
  headers: ifMatch(etag),
});

export const changeLead =
  (id: string, body: Schemas["LeadChange"]): Call =>
  (etag) =>
    tagged(api.PATCH("/v1/leads/{lead_id}", { ...of(id, etag), body }));

export const moveStage =
  (id: string, body: Schemas["StageMove"]): Call =>
  (etag) =>
    tagged(api.POST("/v1/leads/{lead_id}/stage", { ...of(id, etag), body }));

export const holdLead =
  (id: string, body: Schemas["HoldRequest"]): Call =>
  (etag) =>
    tagged(api.POST("/v1/leads/{lead_id}/hold", { ...of(id, etag), body }));

export const resumeLead =
  (id: string): Call =>
  (etag) =>
    tagged(api.POST("/v1/leads/{lead_id}/resume", of(id, etag)));

export const assignLead =
  (id: string, body: { owner_id: string | null; reason?: string | null }): Call =>
  (etag) =>
    tagged(api.POST("/v1/leads/{lead_id}/assign", { ...of(id, etag), body }));

export const claimLead =
  (id: string): Call =>
  (etag) =>
    tagged(api.POST("/v1/leads/{lead_id}/claim", of(id, etag)));

export const releaseLead =
  (id: string): Call =>
  (etag) =>
    tagged(api.POST("/v1/leads/{lead_id}/release", { ...of(id, etag), body: {} }));

/** `key`: one for all tries of the same follow-up, so that a second try after a lost answer logs nothing twice. */
export const logFollowUp = (id: string, body: Schemas["NewFollowUp"], key: string) =>
  tagged(
    api.POST("/v1/leads/{lead_id}/follow-ups", {
      params: { path: { lead_id: id }, header: { "Idempotency-Key": key } },
      body,
    }),
  );
