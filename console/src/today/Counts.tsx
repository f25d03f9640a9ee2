import { useTranslation } from "react-i18next";
import styles from "./Counts.module.css";
import { SECTIONS, type SectionId } from "./worklist";

export interface Count {
  value: number;
  /** There are more than were read. */
  isLeast: boolean;
}

/** How much of what waits; a tap leads to it. */
export function Counts({ counts }: { counts: Record<SectionId, Count> }) {
  const { t } = useTranslation();
  const show = (id: SectionId) => {
    // All silent leads may stand in the sections above their own.
    const section = document.getElementById(`section-${id}`) ?? document.querySelector("section[data-kind]");
    section?.scrollIntoView({ block: "start", behavior: "smooth" });
    section?.querySelector("h2")?.focus({ preventScroll: true });
  };
  return (
    <ul className={styles.counts}>
      {SECTIONS.map((id) => {
        const { value, isLeast } = counts[id];
        return (
          <li key={id}>
            <button
              type="button"
              className={styles.count}
              data-kind={id}
              data-none={value === 0}
              disabled={value === 0}
              onClick={() => show(id)}
            >
              <span className={styles.value}>{isLeast ? `${value}+` : value}</span>
              <span className={styles.label}>{t(`today.count.${id}`)}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
