import type { ReactNode } from "react";
import styles from "./EmptyState.module.css";

interface EmptyStateProps {
  /** An icon of @ant-design/icons. */
  icon: ReactNode;
  title: string;
  /** What to do next, in a sentence. */
  hint: ReactNode;
  /** The button that does it. */
  action?: ReactNode;
}

export function EmptyState({ icon, title, hint, action }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      <span className={styles.icon} aria-hidden="true">
        {icon}
      </span>
      <h2>{title}</h2>
      <p className={styles.hint}>{hint}</p>
      {action}
    </div>
  );
}
