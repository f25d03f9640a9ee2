import { Button, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ErrorNotice } from "../ui/ErrorNotice";
import styles from "./Imports.module.css";
import { type ImportView, useConflicts } from "./queries";

/** Customers that another rep works on already: both leads were kept, people have to settle it. */
export function Conflicts({ view }: { view: ImportView }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const conflicts = useConflicts(view.id, isOpen && view.conflicts_url !== null);
  if (view.conflicts === 0) return null;
  const items = conflicts.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className={styles.card}>
      <div>
        <h2>{t("imports.conflicts.title", { count: view.conflicts })}</h2>
        <p className={styles.soft}>{t("imports.conflicts.hint")}</p>
      </div>
      {!isOpen && view.conflicts_url && (
        <div>
          <Button onClick={() => setOpen(true)}>{t("imports.conflicts.show")}</Button>
        </div>
      )}
      {isOpen && conflicts.isPending && <Skeleton active paragraph={{ rows: 4 }} />}
      <ErrorNotice error={conflicts.error} onRetry={() => void conflicts.refetch()} />
      {items.length > 0 && (
        <ul>
          {items.map((each) => (
            <li key={each.row} className={styles.conflict}>
              <span className={styles.soft}>{t("imports.conflicts.row", { row: each.row })}</span>
              {view.dry_run ? (
                <strong>{each.customer_name}</strong>
              ) : (
                <Link to={`/leads/${each.lead_id}`}>{each.customer_name}</Link>
              )}
              <span className={styles.soft}>
                {t("imports.conflicts.with", {
                  names: each.others.map(({ name }) => name ?? t("imports.conflicts.unnamed")).join("、"),
                })}
              </span>
            </li>
          ))}
        </ul>
      )}
      {conflicts.hasNextPage && (
        <div>
          <Button loading={conflicts.isFetchingNextPage} onClick={() => void conflicts.fetchNextPage()}>
            {t("imports.conflicts.more")}
          </Button>
        </div>
      )}
    </section>
  );
}
