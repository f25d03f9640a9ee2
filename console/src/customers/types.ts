import type { Schemas } from "../api/client";

export type Customer = Schemas["CustomerView"];
export type CustomerWithLeads = Schemas["CustomerWithLeads"];
/** A customer as it was read, for the `If-Match` of a change. */
export interface TaggedCustomer {
  body: CustomerWithLeads;
  etag: string | null;
}
