import { CheckCircleOutlined } from "@ant-design/icons";
import { Button, Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../ui/EmptyState";
import { ErrorNotice } from "../ui/ErrorNotice";
import { useTimeText } from "../workspace/useTimeText";
import { Deliveries } from "./Deliveries";
import styles from "./Inbox.module.css";
import { useDeadNotifications } from "./queries";

/** What did not reach somebody, with the reason; sent again from here. */
export function DeadList() {
  const { t } = useTranslation();
  const timeText = useTimeText();
  const dead = useDeadNotifications(true);
  if (dead.isPending) return <Skeleton active paragraph={{ rows: 6 }} />;
  if (dead.isError) return <ErrorNotice error={dead.error} onRetry={() => void dead.refetch()} />;
  const items = dead.data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    return (
      <EmptyState
        icon={<CheckCircleOutlined />}
        title={t("inbox.empty_dead.title")}
        hint={t("inbox.empty_dead.hint")}
      />
    );
  }
  return (
    <>
      <ul className={styles.list}>
        {items.map((each) => (
          <li key={`${each.member_id}/${each.id}`} className={`${styles.item} ${styles.deadItem}`}>
            <div className={styles.deadHead}>
              <h2>{each.title}</h2>
              <time className={styles.time} dateTime={each.at}>
                {timeText(each.at)}
              </time>
            </div>
            <Deliveries notificationId={each.id} deliveries={each.deliveries} />
          </li>
        ))}
      </ul>
      {dead.hasNextPage && (
        <Button
          className={styles.more}
          loading={dead.isFetchingNextPage}
          onClick={() => void dead.fetchNextPage()}
        >
          {t("inbox.load_more")}
        </Button>
      )}
    </>
  );
}
