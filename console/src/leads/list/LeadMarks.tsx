import { useTranslation } from "react-i18next";
import type { Marks } from "./columns";
import styles from "./LeadMarks.module.css";

/** Late, silent, on hold: in words, not in colour alone. */
export function LeadMarks({ lead }: { lead: Marks }) {
  const { t } = useTranslation();
  return (
    <>
      {lead.overdue && <span className={styles.late}>{t("leads.mark.overdue")}</span>}
      {lead.silent && <span className={styles.late}>{t("leads.mark.silent")}</span>}
      {lead.hold_until && <span className={styles.hold}>{t("leads.mark.hold")}</span>}
    </>
  );
}
