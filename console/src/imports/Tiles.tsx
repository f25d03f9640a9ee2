import { useTranslation } from "react-i18next";
import styles from "./Imports.module.css";
import type { ImportView } from "./queries";

/** What became or would become of the rows. */
export function Tiles({ view }: { view: ImportView }) {
  const { t } = useTranslation();
  const tiles = [
    { kind: "created", label: t("imports.result.created"), value: view.created },
    { kind: "updated", label: t("imports.result.updated"), value: view.updated },
    { kind: "skipped", label: t("imports.result.skipped"), value: view.skipped },
    { kind: "failed", label: t("imports.result.failed_rows"), value: view.failed },
  ];
  return (
    <dl className={styles.tiles}>
      {tiles.map(({ kind, label, value }) => (
        <div key={kind} className={styles.tile} data-kind={kind} data-zero={value === 0}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
