import { useTranslation } from "react-i18next";
import { SetupPage } from "../setup/SetupPage";
import { AssignmentForm } from "./AssignmentForm";
import { ASSIGNMENT } from "./assignmentDraft";

export function Component() {
  const { t } = useTranslation();
  return (
    <SetupPage
      title={t("settings.section.assignment.name")}
      lead={t("settings.section.assignment.hint")}
      section={ASSIGNMENT}
    >
      {(draft, workspace) => <AssignmentForm draft={draft} workspace={workspace} />}
    </SetupPage>
  );
}
