import { useMe } from "../auth/queries";

export type Access = "hidden" | "read" | "write";

/** What one's role may do with a field of a lead. */
export function useAccess(): (field: string) => Access {
  const me = useMe().data;
  const mayWrite = me?.permissions.includes("leads.write") ?? false;
  return (field) => {
    const access = me?.field_permissions[field] ?? "write";
    return access === "write" && !mayWrite ? "read" : access;
  };
}
