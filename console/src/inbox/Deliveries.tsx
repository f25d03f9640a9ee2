import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { ErrorNotice } from "../ui/ErrorNotice";
import { useTimeText } from "../workspace/useTimeText";
import styles from "./Inbox.module.css";
import { type Delivery, useRetry } from "./queries";

/** The ways a notification took, how each went, and another try for what was given up. */
export function Deliveries({
  notificationId,
  deliveries,
}: {
  notificationId: string;
  deliveries: Delivery[];
}) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const timeText = useTimeText();
  const retry = useRetry();
  if (deliveries.length === 0) return null;
  const again = () =>
    retry.mutate(notificationId, { onSuccess: () => void message.success(t("inbox.retried")) });
  const nameOf = (each: Delivery) =>
    each.channel_id === "email" ? t("inbox.delivery.email") : (each.channel ?? t("inbox.delivery.gone"));
  const triesOf = (each: Delivery) =>
    [
      each.attempts > 0 && t("inbox.delivery.attempts", { count: each.attempts }),
      each.next_at && t("inbox.delivery.next", { time: timeText(each.next_at) }),
    ]
      .filter(Boolean)
      .join(" · ");
  return (
    <section className={styles.deliveries} aria-label={t("inbox.delivery.title")}>
      <h3>{t("inbox.delivery.title")}</h3>
      <ul>
        {deliveries.map((each) => (
          <li key={each.channel_id} className={styles.delivery}>
            <span className={styles.state} data-state={each.state}>
              {t(`inbox.delivery.${each.state}`)}
            </span>
            <span>
              {nameOf(each)}
              <small>{triesOf(each)}</small>
              {each.reason && <small className={styles.reason}>{each.reason}</small>}
            </span>
          </li>
        ))}
      </ul>
      {deliveries.some((each) => each.state === "dead") && (
        <Button loading={retry.isPending} onClick={again}>
          {t("inbox.retry")}
        </Button>
      )}
      <ErrorNotice error={retry.error} />
    </section>
  );
}
