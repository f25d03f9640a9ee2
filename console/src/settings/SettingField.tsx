import type { ReactNode } from "react";
import styles from "./settings.module.css";

interface SettingFieldProps {
  /** Of the control inside, so that the label is its name. */
  id: string;
  label: string;
  hint?: ReactNode;
  children: ReactNode;
}

/** A labelled control of a page that keeps a draft. */
export function SettingField({ id, label, hint, children }: SettingFieldProps) {
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {children}
      {hint && <span className={styles.note}>{hint}</span>}
    </div>
  );
}
