import { useTranslation } from "react-i18next";
import { useMe } from "../auth/queries";
import { currentLanguage } from "../i18n/language";
import { Page } from "../ui/Page";
import { Checklist } from "./Checklist";

export function Component() {
  const { t } = useTranslation();
  const me = useMe().data;
  const date = new Intl.DateTimeFormat(currentLanguage(), { dateStyle: "full" }).format(new Date());
  return (
    <Page title={t("today.title")} lead={t("today.greeting", { name: me?.actor.name ?? "", date })}>
      <Checklist />
    </Page>
  );
}
