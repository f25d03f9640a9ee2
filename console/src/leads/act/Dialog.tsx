import { Modal } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNotice } from "../../ui/ErrorNotice";
import styles from "./act.module.css";

interface DialogProps {
  title: string;
  /** Under the title: which leads it is about. */
  about?: ReactNode;
  okText?: string;
  isPending: boolean;
  error: unknown;
  /** What is still missing, in words. */
  problem?: string | null;
  onOk: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** The frame of a short question before something is done with leads. */
export function Dialog(props: DialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      open
      title={props.title}
      okText={props.okText ?? t("leads.save")}
      cancelText={t("leads.cancel")}
      confirmLoading={props.isPending}
      onOk={props.onOk}
      onCancel={props.onClose}
    >
      <div className={styles.dialog}>
        {props.about && <p className={styles.about}>{props.about}</p>}
        {props.children}
        {props.problem && (
          <p role="alert" className={styles.problem}>
            {props.problem}
          </p>
        )}
        <ErrorNotice error={props.error} />
      </div>
    </Modal>
  );
}
