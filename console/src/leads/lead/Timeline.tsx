import { Button, Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { useTimeline } from "../queries";
import { useLeadWords } from "../useLeadWords";
import styles from "./Timeline.module.css";
import { TimelineEvent } from "./TimelineEvent";

/** All that happened, newest first. */
export function Timeline({ id }: { id: string }) {
  const { t } = useTranslation();
  const words = useLeadWords();
  const timeline = useTimeline(id);
  if (timeline.isPending) return <Skeleton active title={false} paragraph={{ rows: 5 }} />;
  const events = timeline.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-label={t("leads.pane.timeline")} className={styles.section}>
      <ErrorNotice error={timeline.error} onRetry={() => void timeline.refetch()} />
      <ol className={styles.events}>
        {events.map((event) => (
          <TimelineEvent key={event.id} event={event} words={words} />
        ))}
      </ol>
      {timeline.hasNextPage && (
        <Button block loading={timeline.isFetchingNextPage} onClick={() => void timeline.fetchNextPage()}>
          {t("leads.timeline.more")}
        </Button>
      )}
    </section>
  );
}
