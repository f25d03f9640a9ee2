import type { CSSProperties } from "react";
import styles from "./StageLine.module.css";

interface StageLineProps {
  /** Names in order; the last two are usually won and lost. */
  stages: string[];
  colour: string;
  label: string;
}

/** The stages of a workspace as stations on one line. */
export function StageLine({ stages, colour, label }: StageLineProps) {
  return (
    <ol className={styles.line} aria-label={label} style={{ "--line-colour": colour } as CSSProperties}>
      {stages.map((stage) => (
        <li key={stage} className={styles.station}>
          {stage}
        </li>
      ))}
    </ol>
  );
}
