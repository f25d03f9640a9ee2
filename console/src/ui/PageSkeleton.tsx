import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import styles from "./Page.module.css";

/** What stands in the place of a page that is on its way. */
export function PageSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={styles.page} role="status" aria-busy="true">
      <span className="gp-visually-hidden">{t("common.loading")}</span>
      <Skeleton active title={{ width: "30%" }} paragraph={{ rows: 1, width: "50%" }} />
      <Skeleton active title={false} paragraph={{ rows: 6 }} />
    </div>
  );
}
