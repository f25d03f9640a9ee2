import type { Schemas } from "../api/client";

export type LeadRow = Schemas["LeadRow"];
export type LeadView = Schemas["LeadView"];
export type LeadPage = Schemas["LeadPage"];
export type LeadEvent = Schemas["Timeline"]["items"][number];
export type SavedView = Schemas["SavedView"];
export type Cell = Schemas["CellView"];
export type Money = Schemas["Money"];
/** A lead as it was read, for the `If-Match` of a change. */
export interface Tagged {
  body: LeadView;
  etag: string | null;
}
