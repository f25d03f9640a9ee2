import { Button, Input } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNotice } from "../../ui/ErrorNotice";
import styles from "./Track.module.css";
import { useReceipt } from "./useReceipt";

/** Who has received it, and what they want to say of it. */
export function ReceiptForm({ token }: { token: string }) {
  const { t } = useTranslation();
  const id = useId();
  const receipt = useReceipt(token);
  const [name, setName] = useState("");
  const [note, setNote] = useState("");
  const [isMissing, setMissing] = useState(false);
  return (
    <form
      className={styles.form}
      aria-labelledby={`${id}-title`}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === "") {
          setMissing(true);
          document.getElementById(`${id}-name`)?.focus();
          return;
        }
        receipt.mutate({ name: name.trim(), note: note.trim() || null });
      }}
    >
      <h2 id={`${id}-title`}>{t("flows.track.receipt")}</h2>
      <div>
        <label htmlFor={`${id}-name`}>{t("flows.track.name")}</label>
        <Input
          id={`${id}-name`}
          size="large"
          autoComplete="name"
          maxLength={80}
          value={name}
          aria-required
          aria-invalid={isMissing}
          aria-describedby={isMissing ? `${id}-wrong` : undefined}
          onChange={({ target }) => {
            setName(target.value);
            setMissing(false);
          }}
        />
        {isMissing && (
          <p id={`${id}-wrong`} role="alert" className={styles.wrong}>
            {t("flows.track.name_missing")}
          </p>
        )}
      </div>
      <div>
        <label htmlFor={`${id}-note`}>{t("flows.track.note")}</label>
        <Input.TextArea
          id={`${id}-note`}
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={500}
          value={note}
          onChange={({ target }) => setNote(target.value)}
        />
      </div>
      <ErrorNotice error={receipt.error} />
      <Button type="primary" size="large" htmlType="submit" block loading={receipt.isPending}>
        {t("flows.track.confirm")}
      </Button>
    </form>
  );
}
