import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "../../i18n/language";
import { useMembers } from "../members/queries";
import type { Workspace } from "../setup/types";
import { type Words, wordsOf } from "./words";

export function useWords(workspace: Workspace): Words {
  const { t } = useTranslation();
  const members = useMembers().data;
  const language = currentLanguage();
  return useMemo(() => wordsOf(workspace, members ?? [], language, t), [workspace, members, language, t]);
}
