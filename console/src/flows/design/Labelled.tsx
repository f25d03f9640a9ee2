import { type ReactNode, useId } from "react";
import styles from "./Design.module.css";

interface LabelledProps {
  label: string;
  hint?: string;
  /** What was found wrong here. */
  wrong?: string[];
  /** Draws the control; `id` makes the label its name. */
  children: (id: string, isWrong: boolean) => ReactNode;
}

/** A control with its name above and what is wrong with it below. */
export function Labelled({ label, hint, wrong = [], children }: LabelledProps) {
  const id = useId();
  return (
    <div>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {children(id, wrong.length > 0)}
      {hint && <p className={styles.about}>{hint}</p>}
      {wrong.map((each) => (
        <p key={each} role="alert" className={styles.wrong}>
          {each}
        </p>
      ))}
    </div>
  );
}
