import { InboxOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../ui/EmptyState";
import { Page } from "../ui/Page";

export function Component() {
  const { t } = useTranslation();
  return (
    <Page title={t("inbox.title")}>
      <EmptyState icon={<InboxOutlined />} title={t("inbox.empty.title")} hint={t("inbox.empty.hint")} />
    </Page>
  );
}
