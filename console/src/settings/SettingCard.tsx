import { type ReactNode, useId } from "react";
import styles from "./settings.module.css";

interface SettingCardProps {
  title: string;
  hint?: ReactNode;
  children: ReactNode;
}

export function SettingCard({ title, hint, children }: SettingCardProps) {
  const id = useId();
  return (
    <section className={styles.card} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {hint && <p>{hint}</p>}
      </header>
      {children}
    </section>
  );
}
