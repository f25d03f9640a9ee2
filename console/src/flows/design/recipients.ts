import { useTranslation } from "react-i18next";
import { currentLanguage } from "../../i18n/language";
import { useFlowRoles } from "../queries";
import { ROLE_PREFIX } from "../types";
import type { Recipient } from "./draft";

const PLAIN = ["responsible", "supervisor", "neighbours", "lead_owner", "watchers", "starter"] as const;

/** Who may be told, to choose from. */
export function useRecipients(): { value: Recipient; label: string }[] {
  const { t } = useTranslation();
  const language = currentLanguage();
  const roles = useFlowRoles().data?.roles ?? [];
  return [
    ...PLAIN.map((value) => ({ value, label: t(`flows.design.recipient.${value}`) })),
    ...roles.map((each) => ({ value: ROLE_PREFIX + each.id, label: each.names[language] })),
  ];
}
