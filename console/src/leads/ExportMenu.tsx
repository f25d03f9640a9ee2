import { DownloadOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { App, Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { problemText } from "../ui/problems";
import { downloadLeads, EXPORT_FORMATS, type ExportFormat } from "./exporting";
import { type Filters, toQuery } from "./filter/filters";

/** The list as it is filtered, as a file. */
export function ExportMenu({ filters, isTextHidden }: { filters: Filters; isTextHidden?: boolean }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const exporting = useMutation({
    mutationFn: (format: ExportFormat) => downloadLeads(toQuery(filters), format),
    onSuccess: (rows) => void message.success(t("leads.export.done", { count: rows })),
    onError: (error) => void message.error(problemText(error, t)),
  });
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: EXPORT_FORMATS.map((key) => ({ key, label: t(`leads.export.${key}`) })),
        onClick: ({ key }) => exporting.mutate(key as ExportFormat),
      }}
    >
      <Button
        icon={<DownloadOutlined />}
        loading={exporting.isPending}
        aria-label={t("leads.export.action")}
        title={t("leads.export.action")}
      >
        {isTextHidden ? null : t("leads.export.action")}
      </Button>
    </Dropdown>
  );
}
