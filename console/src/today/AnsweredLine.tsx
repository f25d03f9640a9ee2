import { CheckCircleFilled, LoadingOutlined } from "@ant-design/icons";
import { onlineManager } from "@tanstack/react-query";
import { Button } from "antd";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ErrorNotice } from "../ui/ErrorNotice";
import styles from "./LeadLine.module.css";

interface AnsweredLineProps {
  leadId: string;
  name: string;
  answer: { text: string; isSending: boolean; undo?: { label: string; run: () => void } };
  failure: unknown;
}

/** Where a lead stood: what was done with it, and the way back. */
export function AnsweredLine({ leadId, name, answer, failure }: AnsweredLineProps) {
  const { t } = useTranslation();
  const isOnline = useSyncExternalStore(
    (listener) => onlineManager.subscribe(listener),
    () => onlineManager.isOnline(),
  );
  return (
    <li className={styles.answered} aria-busy={answer.isSending}>
      <span className={styles.mark} aria-hidden="true">
        {answer.isSending ? <LoadingOutlined /> : <CheckCircleFilled />}
      </span>
      <div className={styles.answeredWords}>
        <p role="status">
          {answer.text}
          {answer.isSending && !isOnline && <small> {t("today.waiting")}</small>}
        </p>
        <Link to={`/leads/${leadId}`} className={styles.answeredName}>
          {name}
        </Link>
      </div>
      {answer.undo && (
        <Button
          size="small"
          onClick={answer.undo.run}
          aria-label={t("today.action_for", { action: answer.undo.label, name })}
        >
          {answer.undo.label}
        </Button>
      )}
      {Boolean(failure) && <ErrorNotice error={failure} />}
    </li>
  );
}
