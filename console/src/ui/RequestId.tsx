import { useTranslation } from "react-i18next";
import styles from "./RequestId.module.css";

export function RequestId({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <span className={styles.id}>
      {t("common.request_id")} <code>{id}</code>
    </span>
  );
}
