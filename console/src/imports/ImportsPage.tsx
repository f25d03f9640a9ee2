import { CloudUploadOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../ui/EmptyState";
import { Page } from "../ui/Page";

export function Component() {
  const { t } = useTranslation();
  return (
    <Page title={t("imports.title")}>
      <EmptyState
        icon={<CloudUploadOutlined />}
        title={t("imports.empty.title")}
        hint={t("imports.empty.hint")}
      />
    </Page>
  );
}
