import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";

export function RowsSkeleton() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-busy="true">
      <span className="gp-visually-hidden">{t("common.loading")}</span>
      <Skeleton active title={false} paragraph={{ rows: 8, width: "100%" }} />
    </div>
  );
}
