import { CheckCircleOutlined } from "@ant-design/icons";
import { App, Button, Collapse, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorNotice } from "../../ui/ErrorNotice";
import lines from "../../ui/SortableList.module.css";
import { useTimeText } from "../../workspace/useTimeText";
import styles from "../design/Design.module.css";
import { MatchDialog } from "./MatchDialog";
import { type Connector, type Unmatched, useDismiss, useUnmatched } from "./queries";

/** Events that no rule could do: they wait to be matched by hand, or to be put away. */
export function UnmatchedList({ connectors }: { connectors: Connector[] }) {
  const { t } = useTranslation();
  const events = useUnmatched();
  if (events.isPending) return <Skeleton active />;
  const all = events.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <ErrorNotice error={events.error} onRetry={() => void events.refetch()} />
      {events.data && all.length === 0 && (
        <EmptyState
          icon={<CheckCircleOutlined />}
          title={t("flows.connectors.unmatched.none")}
          hint={t("flows.connectors.unmatched.none_hint")}
        />
      )}
      {all.length > 0 && (
        <ul className={lines.list}>
          {all.map((event) => (
            <EventLine
              key={event.id}
              event={event}
              connector={
                connectors.find((each) => each.id === event.connector_id)?.name ?? event.connector_id
              }
            />
          ))}
        </ul>
      )}
      {events.hasNextPage && (
        <Button loading={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>
          {t("settings.more")}
        </Button>
      )}
    </>
  );
}

function EventLine({ event, connector }: { event: Unmatched; connector: string }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const timeText = useTimeText();
  const dismissing = useDismiss(event.id);
  const [isMatching, setMatching] = useState(false);
  const dismiss = () =>
    modal.confirm({
      title: t("flows.connectors.unmatched.dismiss_title"),
      content: t("flows.connectors.unmatched.dismiss_text"),
      okText: t("flows.connectors.unmatched.dismiss"),
      cancelText: t("leads.cancel"),
      onOk: () => dismissing.mutateAsync(undefined).catch(() => undefined),
    });
  return (
    <li className={lines.line} data-plain="true">
      <div className={styles.words}>
        <span className={styles.name}>
          {event.event_type ?? event.event_id}
          {event.key && <code>{event.key}</code>}
        </span>
        <p className={styles.wrong}>{event.reason_text}</p>
        <p className={styles.about}>{[connector, timeText(event.received_at)].join(" · ")}</p>
        {event.payload && (
          <Collapse
            ghost
            size="small"
            items={[
              {
                key: "payload",
                label: t("flows.connectors.unmatched.payload"),
                children: <pre className={styles.payload}>{pretty(event.payload)}</pre>,
              },
            ]}
          />
        )}
        <ErrorNotice error={dismissing.error} />
      </div>
      <Button onClick={() => setMatching(true)}>{t("flows.connectors.unmatched.match")}</Button>
      <Button type="text" loading={dismissing.isPending} onClick={dismiss}>
        {t("flows.connectors.unmatched.dismiss")}
      </Button>
      {isMatching && <MatchDialog event={event} onClose={() => setMatching(false)} />}
    </li>
  );
}

function pretty(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload; // not JSON: as it came
  }
}
