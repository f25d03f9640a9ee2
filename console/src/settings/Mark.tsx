import type { ReactNode } from "react";
import styles from "./Mark.module.css";

/** A word beside a name: what it is (plain), that it is well (good), or that it wants attention (line). */
export function Mark({
  tone = "plain",
  children,
}: {
  tone?: "plain" | "good" | "line";
  children: ReactNode;
}) {
  return (
    <span className={styles.mark} data-tone={tone}>
      {children}
    </span>
  );
}
