import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { LeadLine } from "./LeadLine";
import styles from "./Section.module.css";
import { byRep, type LeadRow, type SectionId } from "./worklist";

const FIRST_SHOWN = 15;
const MORE_SHOWN = 30;

interface SectionProps {
  id: SectionId;
  rows: LeadRow[];
  readAt: number;
  /** Under a heading for each rep. */
  isByRep: boolean;
  /** Silent ones that stand above already. */
  alsoAbove?: number;
  /** Asks the server for the next rows, if there are any. */
  onMore?: () => void;
  isLoadingMore?: boolean;
}

/** One reason to act, and the leads that it is true of. */
export function Section({ id, rows, readAt, isByRep, alsoAbove = 0, onMore, isLoadingMore }: SectionProps) {
  const { t } = useTranslation();
  const [most, setMost] = useState(FIRST_SHOWN);
  if (rows.length === 0) return null;
  const groups = isByRep ? byRep(rows) : [{ ownerId: null, name: null, rows }];
  let left = most;
  const shown = groups
    .map((group) => {
      const taken = group.rows.slice(0, Math.max(0, left));
      left -= taken.length;
      return { ...group, taken };
    })
    .filter(({ taken }) => taken.length > 0);
  const hidden = rows.length - Math.min(most, rows.length);
  return (
    <section className={styles.section} id={`section-${id}`} aria-labelledby={`heading-${id}`} data-kind={id}>
      <header className={styles.header}>
        <h2 id={`heading-${id}`} tabIndex={-1}>
          {t(`today.section.${id}.title`)}
        </h2>
        <p className={styles.hint}>
          {t(`today.section.${id}.hint`)}
          {alsoAbove > 0 && ` ${t("today.also_above", { count: alsoAbove })}`}
        </p>
      </header>
      {shown.map(({ ownerId, name, rows: all, taken }) => (
        <div key={ownerId ?? "none"}>
          {isByRep && (
            <h3 className={styles.rep}>
              {name ?? t("today.rep_without")}
              <small>{t("today.rep_count", { count: all.length })}</small>
            </h3>
          )}
          <ul className={styles.list}>
            {taken.map((lead) => (
              <LeadLine key={lead.id} lead={lead} section={id} readAt={readAt} />
            ))}
          </ul>
        </div>
      ))}
      {hidden > 0 ? (
        <Button type="link" onClick={() => setMost(most + MORE_SHOWN)}>
          {t("today.show_more", { count: Math.min(hidden, MORE_SHOWN) })}
        </Button>
      ) : (
        onMore && (
          <Button type="link" loading={isLoadingMore} onClick={onMore}>
            {t("today.load_more")}
          </Button>
        )
      )}
    </section>
  );
}
