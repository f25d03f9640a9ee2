/** What a column of each kind of table may be read as. A workspace's own fields of leads are `custom.<id>`. */
import type { ImportKind } from "./queries";

export const FIELDS = {
  leads: [
    "name",
    "company",
    "contact",
    "phone",
    "email",
    "wechat",
    "source_channel",
    "stage",
    "owner",
    "amount",
    "currency",
    "product",
    "first_contact_at",
    "next_follow_up_at",
    "last_follow_up_at",
    "closed_at",
    "lost_reason",
    "blocker",
    "region",
    "external_id",
    "remark",
  ],
  members: ["name", "email", "role", "supervisor", "region"],
  customers: ["name", "company", "contact", "phone", "email", "wechat", "industry", "region", "external_id"],
  products: ["name", "code", "series", "price", "currency"],
} as const satisfies Record<ImportKind, readonly string[]>;

export type FieldId = (typeof FIELDS)[ImportKind][number];

const ALL: readonly string[] = Object.values(FIELDS).flat();

export function isField(id: string): id is FieldId {
  return ALL.includes(id);
}
