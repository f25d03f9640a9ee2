import type { ParseKeys } from "i18next";
import { useTranslation } from "react-i18next";
import styles from "./Imports.module.css";
import type { ImportView } from "./queries";

const TEXTS: Record<string, ParseKeys> = {
  won_without_amount: "imports.warnings.won_without_amount",
  lost_without_reason: "imports.warnings.lost_without_reason",
  closed_without_date: "imports.warnings.closed_without_date",
  without_first_contact: "imports.warnings.without_first_contact",
  without_customer: "imports.warnings.without_customer",
  without_owner: "imports.warnings.without_owner",
  email_not_changed: "imports.warnings.email_not_changed",
};

/** In how many rows something was put in, so that they could be taken. */
export function Warnings({ view }: { view: ImportView }) {
  const { t } = useTranslation();
  const found = Object.entries(view.warnings);
  if (found.length === 0) return null;
  return (
    <div>
      <h3>{t("imports.warnings.title")}</h3>
      <ul className={styles.facts}>
        {found.map(([code, count]) => (
          <li key={code}>
            <span>{TEXTS[code] ? t(TEXTS[code]) : t("imports.warnings.other", { code })}</span>
            <span className={styles.soft}>{t("imports.warnings.rows", { count })}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
