import { FunnelPlotOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../ui/EmptyState";
import { Page } from "../ui/Page";

export function Component() {
  const { t } = useTranslation();
  return (
    <Page title={t("leads.title")}>
      <EmptyState icon={<FunnelPlotOutlined />} title={t("leads.empty.title")} hint={t("leads.empty.hint")} />
    </Page>
  );
}
