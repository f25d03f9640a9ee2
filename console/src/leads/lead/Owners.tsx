import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useTimeline } from "../queries";
import { useLeadWords } from "../useLeadWords";
import { ownersOf } from "./owners";
import styles from "./Panes.module.css";

/** Who owned it when. Its beginning may be far down the timeline, so all of that is read. */
export function Owners({ id }: { id: string }) {
  const { t } = useTranslation();
  const words = useLeadWords();
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = useTimeline(id);
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, fetchNextPage]);
  const owners = ownersOf(data?.pages.flatMap((page) => page.items) ?? []);
  if (owners.length === 0) return null;
  return (
    <section className={styles.section}>
      <h2 className={styles.title}>{t("leads.owners.title")}</h2>
      <ol className={styles.list}>
        {owners.map(({ ownerId, from, to }) => (
          <li key={from} className={styles.line}>
            <span className={styles.main}>{ownerId ? words.member(ownerId) : t("leads.pool")}</span>
            <span className={styles.aside}>
              {words.day(from)} – {to ? words.day(to) : t("leads.owners.now")}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
