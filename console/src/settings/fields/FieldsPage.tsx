import { useTranslation } from "react-i18next";
import { SetupPage } from "../setup/SetupPage";
import { FieldsEditor } from "./FieldsEditor";
import { FIELDS } from "./fieldEntries";

export function Component() {
  const { t } = useTranslation();
  return (
    <SetupPage
      title={t("settings.section.fields.name")}
      lead={t("settings.section.fields.hint")}
      section={FIELDS}
    >
      {(draft) => <FieldsEditor draft={draft} />}
    </SetupPage>
  );
}
