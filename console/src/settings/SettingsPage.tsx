import { SettingOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../ui/EmptyState";
import { Page } from "../ui/Page";

export function Component() {
  const { t } = useTranslation();
  return (
    <Page title={t("settings.title")}>
      <EmptyState
        icon={<SettingOutlined />}
        title={t("settings.empty.title")}
        hint={t("settings.empty.hint")}
      />
    </Page>
  );
}
