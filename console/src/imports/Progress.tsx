import { Progress as Bar } from "antd";
import { useTranslation } from "react-i18next";
import styles from "./Imports.module.css";
import type { ImportView } from "./queries";

export function Progress({ view }: { view: ImportView }) {
  const { t } = useTranslation();
  const phase = view.undoing
    ? "undoing"
    : view.total === null
      ? "reading"
      : view.dry_run
        ? "trial"
        : "running";
  const done = view.undoing ? (view.undo?.reverted ?? 0) + (view.undo?.kept ?? 0) : view.done;
  const total = view.undoing ? view.created + view.updated : view.total;
  const percent = total ? Math.min(100, Math.round((done / total) * 100)) : 0;
  return (
    <section className={styles.card} aria-busy="true">
      <div role="status">
        <h2>{t(`imports.progress.${phase}`)}</h2>
      </div>
      <Bar percent={percent} status="active" aria-label={t(`imports.progress.${phase}`)} />
      <p className={styles.soft}>
        {total !== null && t("imports.progress.rows", { done, total })} {t("imports.progress.leave")}
      </p>
    </section>
  );
}
