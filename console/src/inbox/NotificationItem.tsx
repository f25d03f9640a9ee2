import { Button } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useTimeText } from "../workspace/useTimeText";
import { Deliveries } from "./Deliveries";
import styles from "./Inbox.module.css";
import { kindIcon } from "./kindIcons";
import { aimOf, pathOf } from "./links";
import { type Notification, useRead } from "./queries";

/** Folded to its title; opening it reads it. */
export function NotificationItem({ told }: { told: Notification }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const timeText = useTimeText();
  const read = useRead();
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const path = pathOf(told.link);
  const { icon, isAlarm } = kindIcon(told.kind);
  const toggle = () => {
    setOpen(!isOpen);
    if (!isOpen && !told.read) read.mutate(told.id);
  };
  const isDead = told.deliveries.some((each) => each.state === "dead");
  return (
    <li className={styles.item} data-unread={!told.read} data-open={isOpen}>
      <h2 className={styles.heading}>
        <button
          type="button"
          className={styles.title}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={toggle}
        >
          <span className={styles.icon} data-alarm={isAlarm} aria-hidden="true">
            {icon}
          </span>
          <span className={styles.words}>
            {!told.read && <span className="gp-visually-hidden">{t("inbox.unread_mark")} </span>}
            {told.title}
          </span>
          {isDead && <span className={styles.dead}>{t("inbox.delivery.dead")}</span>}
          <time className={styles.time} dateTime={told.at}>
            {timeText(told.at)}
          </time>
        </button>
      </h2>
      {isOpen && (
        <div className={styles.open} id={id}>
          <p className={styles.body}>{told.body}</p>
          {path && (
            <Button type="primary" ghost onClick={() => navigate(path)}>
              {t(`inbox.open.${aimOf(told.about)}`)}
            </Button>
          )}
          <Deliveries notificationId={told.id} deliveries={told.deliveries} />
        </div>
      )}
    </li>
  );
}
