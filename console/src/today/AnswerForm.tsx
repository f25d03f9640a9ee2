import { Button } from "antd";
import type { KeyboardEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import styles from "./forms.module.css";

interface AnswerFormProps {
  /** Read out: what is done with which lead. */
  label: string;
  onSave: () => void;
  onClose: () => void;
  note?: ReactNode;
  problem?: string | null;
  saveText?: string;
  children: ReactNode;
}

/** The frame of what opens under a lead: Escape leaves it, Ctrl or Cmd with Enter saves it. */
export function AnswerForm({ label, onSave, onClose, note, problem, saveText, children }: AnswerFormProps) {
  const { t } = useTranslation();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      onClose();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onSave();
    }
  };
  return (
    <form
      className={styles.form}
      aria-label={label}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        onSave();
      }}
    >
      {children}
      <div className={styles.foot}>
        {problem ? (
          <span className={styles.problem} role="alert">
            {problem}
          </span>
        ) : (
          note && <span className={styles.note}>{note}</span>
        )}
        <Button onClick={onClose}>{t("today.action.cancel")}</Button>
        <Button type="primary" htmlType="submit">
          {saveText ?? t("today.action.save")}
        </Button>
      </div>
    </form>
  );
}
