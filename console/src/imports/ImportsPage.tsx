import { useTranslation } from "react-i18next";
import { Page } from "../ui/Page";
import { DropFile } from "./DropFile";
import { PastImports } from "./PastImports";

export function Component() {
  const { t } = useTranslation();
  return (
    <Page title={t("imports.title")} lead={t("imports.lead")}>
      <DropFile />
      <PastImports />
    </Page>
  );
}
