import { useTranslation } from "react-i18next";
import { currentLanguage } from "../i18n/language";
import { useMembers } from "../settings/members/queries";
import { useFlowRoles } from "./queries";
import { ROLE_PREFIX } from "./types";

/** Who may hold a card, as a list of two groups: flow roles, and members who may work. */
export function useHolders() {
  const { t } = useTranslation();
  const members = useMembers();
  const roles = useFlowRoles();
  const language = currentLanguage();
  const people = (members.data ?? []).filter((each) => each.status !== "removed" && each.role !== "viewer");
  return {
    isPending: members.isPending || roles.isPending,
    error: members.error ?? roles.error,
    people,
    roles: roles.data?.roles ?? [],
    roleName: (id: string) => roles.data?.roles.find((each) => each.id === id)?.names[language] ?? id,
    options: [
      {
        label: t("flows.holder.roles"),
        options: (roles.data?.roles ?? []).map((each) => ({
          value: ROLE_PREFIX + each.id,
          label: each.names[language],
        })),
      },
      {
        label: t("flows.holder.members"),
        options: people.map((each) => ({ value: each.id, label: each.name })),
      },
    ],
  };
}
