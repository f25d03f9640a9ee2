import type { ReactNode } from "react";
import { useArrival } from "../ui/useArrival";
import styles from "./FormHeading.module.css";

export function FormHeading({ title, children }: { title: string; children?: ReactNode }) {
  const heading = useArrival(title);
  return (
    <div>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children && <p className={styles.lead}>{children}</p>}
    </div>
  );
}
