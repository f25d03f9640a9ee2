/** What is known of a customer, in the order in which it is read. */

export const CUSTOMER_FIELDS = [
  "name",
  "company",
  "contact",
  "phone",
  "email",
  "wechat",
  "industry",
  "region",
  "external_id",
] as const;
export type CustomerField = (typeof CUSTOMER_FIELDS)[number];

/** By these the same customer is known again. */
export const IDENTIFYING: ReadonlySet<CustomerField> = new Set(["company", "phone", "email", "wechat"]);
