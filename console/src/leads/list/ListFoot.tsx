import { useTranslation } from "react-i18next";
import type { LeadPages } from "../queries";
import styles from "./ListFoot.module.css";

/** How many there are, as far as is known. Read out once for each list, not for every page of it. */
export function ListFoot({ count, pages }: { count: number; pages: LeadPages }) {
  const { t } = useTranslation();
  const text = pages.hasNextPage ? t("leads.loaded", { count }) : t("leads.count", { count });
  const isNew = pages.data?.pages.length === 1 && !pages.isPlaceholderData;
  return (
    <>
      <p className={styles.foot}>{text}</p>
      <span className="gp-visually-hidden" role="status">
        {isNew && text}
      </span>
    </>
  );
}
