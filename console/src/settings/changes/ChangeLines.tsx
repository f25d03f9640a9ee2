import { ArrowRightOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import styles from "./ChangeLines.module.css";
import type { ChangeLine } from "./setupLines";

/** What was changed, one line each: what, from, to. */
export function ChangeLines({ lines }: { lines: ChangeLine[] }) {
  const { t } = useTranslation();
  if (lines.length === 0) return <p className={styles.none}>{t("settings.change.nothing")}</p>;
  return (
    <ul className={styles.lines}>
      {lines.map((line) => (
        <li key={`${line.what} ${line.before} ${line.after}`} className={styles.line}>
          <span className={styles.what}>{line.what}</span>
          <span className={styles.values}>
            {line.before !== null && <del className={styles.before}>{line.before}</del>}
            {line.before !== null && line.after !== null && (
              <ArrowRightOutlined className={styles.arrow} aria-label={t("settings.change.becomes")} />
            )}
            {line.after !== null && <ins className={styles.after}>{line.after}</ins>}
          </span>
        </li>
      ))}
    </ul>
  );
}
