import type { SetupSection, Workspace } from "../setup/types";
import type { RoleId } from "./queries";

export type Access = "hidden" | "read" | "write";
/** By role, then by field; what is not named may be written. */
export type Permissions = Workspace["field_permissions"];

/** The owner is left out: somebody has to see everything. */
export const LIMITED_ROLES: RoleId[] = ["admin", "manager", "rep", "collaborator", "viewer"];

export const BUILT_IN_FIELDS = [
  "name",
  "company",
  "contact",
  "phone",
  "email",
  "wechat",
  "source_channel",
  "stage",
  "first_contact_at",
  "next_follow_up_at",
  "blocker",
  "owner_id",
  "amount",
  "product",
  "region",
  "remark",
] as const;

export const FIELD_ACCESS: SetupSection<Permissions> = {
  read: ({ field_permissions }) => field_permissions,
  write: (field_permissions) => ({ field_permissions }),
};

/** A role that changes no leads reads at most. */
export function accessOf(permissions: Permissions, role: RoleId, field: string, mayWrite: boolean): Access {
  const access = permissions[role]?.[field] ?? "write";
  return access === "write" && !mayWrite ? "read" : access;
}

/** Of a whole role, since the server replaces a role's fields as a whole. */
export function withAccess(
  permissions: Permissions,
  role: RoleId,
  field: string,
  access: Access,
): Permissions {
  return { ...permissions, [role]: { ...permissions[role], [field]: access } };
}
