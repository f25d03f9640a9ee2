import { Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { known } from "../changes/words";
import { CHANNEL_KINDS, type Kind } from "./channelKinds";
import styles from "./channels.module.css";

interface SecretFieldsProps {
  kind: Kind;
  /** The server has one already; it is replaced only if another is typed. */
  isKept: boolean;
}

/** How to get the address of a bot, and where to put it. What was saved is never shown again. */
export function SecretFields({ kind, isKept }: SecretFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <div className={styles.how}>
        <h3>{t("settings.channels.how_title")}</h3>
        <p>{t(`settings.channels.how.${kind}`)}</p>
      </div>
      {CHANNEL_KINDS[kind].map(({ name, isOptional, isOpen, example }) => {
        const isNeeded = !isOptional && !isKept;
        const Field = isOpen ? Input : Input.Password;
        return (
          <Form.Item
            key={`${kind}-${name}`}
            name={["settings", name]}
            label={known(t, `settings.channels.secret.${kind}_${name}`) ?? name}
            extra={isKept ? t("settings.channels.kept") : undefined}
            rules={[{ required: isNeeded, whitespace: true, message: t("settings.needed") }]}
            validateTrigger="onBlur"
          >
            <Field maxLength={2000} autoComplete="off" spellCheck={false} placeholder={example} />
          </Form.Item>
        );
      })}
    </>
  );
}
