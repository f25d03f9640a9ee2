import { Form, type FormInstance, Modal } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { PlainForm } from "../../ui/PlainForm";
import styles from "../settings.module.css";
import type { Names } from "../setup/types";
import { NamesFields } from "./NamesFields";

interface EntryDialogProps<Values> {
  title: string;
  initial: Values;
  onDone: (values: Values) => void;
  onClose: () => void;
  /** Further fields; a function gets the form. */
  children?: ReactNode | ((form: FormInstance<Values>) => ReactNode);
}

/** Edits one entry of a list. What is done here is in the draft of the page, and saved with it. */
export function EntryDialog<Values extends { names: Partial<Names> }>(props: EntryDialogProps<Values>) {
  const { title, initial, onDone, onClose, children } = props;
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  return (
    <Modal
      open
      mask={{ closable: false }}
      title={title}
      okText={t("settings.entries.done")}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
    >
      <PlainForm className={styles.inDialog} form={form} initialValues={initial} onFinish={onDone}>
        <NamesFields />
        {typeof children === "function" ? children(form) : children}
        {/* Enter submits only a form that has a button for it. */}
        <button type="submit" hidden />
      </PlainForm>
    </Modal>
  );
}
