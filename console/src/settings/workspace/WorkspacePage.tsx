import { useTranslation } from "react-i18next";
import { SetupPage } from "../setup/SetupPage";
import type { SetupSection } from "../setup/types";
import { type WorkspaceDraft, WorkspaceForm } from "./WorkspaceForm";

const WORKSPACE: SetupSection<WorkspaceDraft> = {
  read: ({ name, locale, timezone, currency, region, large_deal, modules }) => ({
    name,
    locale,
    timezone,
    currency,
    region,
    large_deal,
    modules: modules.map(({ id, names, enabled }) => ({ key: id, id, names, enabled })),
  }),
  write: ({ modules, name, ...plain }) => ({
    ...plain,
    name: name.trim(),
    modules: modules.map(({ id, names, enabled }) => ({ id, names, enabled })),
  }),
};

export function Component() {
  const { t } = useTranslation();
  return (
    <SetupPage
      title={t("settings.section.workspace.name")}
      lead={t("settings.section.workspace.hint")}
      section={WORKSPACE}
      check={({ name }) => (name.trim() ? null : t("settings.workspace.name_needed"))}
    >
      {(draft) => <WorkspaceForm draft={draft} />}
    </SetupPage>
  );
}
