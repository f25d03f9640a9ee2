import type { ReactNode } from "react";
import styles from "./Page.module.css";
import { useArrival } from "./useArrival";

interface PageProps {
  title: string;
  /** One line under the title. */
  lead?: ReactNode;
  /** Actions at the right of the title; below it on a phone. */
  extra?: ReactNode;
  /** `wide` fills the window (tables, boards); else a readable column. */
  width?: "wide" | "reading";
  children: ReactNode;
}

/** The frame of every page inside the shell: its heading takes the focus on arrival. */
export function Page({ title, lead, extra, width = "reading", children }: PageProps) {
  const heading = useArrival(title);
  return (
    <div className={styles.page} data-width={width}>
      <header className={styles.header}>
        <div className={styles.words}>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead && <p className={styles.lead}>{lead}</p>}
        </div>
        {extra && <div className={styles.extra}>{extra}</div>}
      </header>
      {children}
    </div>
  );
}
