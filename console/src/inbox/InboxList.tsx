import { InboxOutlined } from "@ant-design/icons";
import { Button, Skeleton } from "antd";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { EmptyState } from "../ui/EmptyState";
import { ErrorNotice } from "../ui/ErrorNotice";
import styles from "./Inbox.module.css";
import { NotificationItem } from "./NotificationItem";
import { useNotifications } from "./queries";
import { useUnread } from "./useUnread";

export function InboxList({ unread, onShowAll }: { unread: boolean; onShowAll: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const list = useNotifications(unread, true);
  useArrivals(list.refetch);
  if (list.isPending) return <Skeleton active paragraph={{ rows: 8 }} />;
  if (list.isError) return <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />;
  const items = list.data.pages.flatMap((page) => page.items);
  if (items.length === 0 && unread) {
    return (
      <EmptyState
        icon={<InboxOutlined />}
        title={t("inbox.empty_unread.title")}
        hint={t("inbox.empty_unread.hint")}
        action={<Button onClick={onShowAll}>{t("inbox.empty_unread.action")}</Button>}
      />
    );
  }
  if (items.length === 0) {
    return (
      <EmptyState
        icon={<InboxOutlined />}
        title={t("inbox.empty.title")}
        hint={t("inbox.empty.hint")}
        action={<Button onClick={() => navigate("/")}>{t("inbox.empty.action")}</Button>}
      />
    );
  }
  return (
    <>
      <ul className={styles.list}>
        {items.map((told) => (
          <NotificationItem key={told.id} told={told} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button
          className={styles.more}
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t("inbox.load_more")}
        </Button>
      )}
    </>
  );
}

/** The badge asks for the count now and then; when it has grown there is something new to show. */
function useArrivals(refetch: () => Promise<unknown>): void {
  const count = useUnread();
  const before = useRef(count);
  useEffect(() => {
    if (count > before.current) void refetch();
    before.current = count;
  }, [count, refetch]);
}
