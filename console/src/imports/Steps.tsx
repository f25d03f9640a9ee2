import { CheckOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { type ImportView, isActive } from "./queries";
import styles from "./Steps.module.css";

const STEPS = ["map", "trial", "run"] as const;

/** How far an import is on its way; not shown once it is over. */
export function Steps({ view }: { view: ImportView }) {
  const { t } = useTranslation();
  const isOver = ["done", "failed", "undone"].includes(view.status) && !view.dry_run;
  if (isOver || view.undoing) return null;
  const at = view.status === "needs_mapping" ? 0 : view.dry_run ? 1 : 2;
  return (
    <ol className={styles.steps} aria-label={t("imports.steps.label")}>
      {STEPS.map((step, index) => (
        <li
          key={step}
          className={styles.step}
          data-state={index < at ? "done" : index === at ? "now" : "later"}
          aria-current={index === at ? "step" : undefined}
        >
          <span className={styles.mark} aria-hidden="true">
            {index < at || (index === 1 && at === 1 && !isActive(view)) ? <CheckOutlined /> : index + 1}
          </span>
          {t(`imports.steps.${step}`)}
        </li>
      ))}
    </ol>
  );
}
