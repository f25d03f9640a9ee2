import { CopyOutlined } from "@ant-design/icons";
import { Alert, App, Button, Modal } from "antd";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../../api/client";
import styles from "./keys.module.css";

interface NewKeyProps {
  apiKey: Schemas["NewApiKeyView"];
  onClose: () => void;
}

/** The one time that a key is shown; only its button closes it. */
export function NewKey({ apiKey, onClose }: NewKeyProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(apiKey.key);
      void message.success(t("settings.keys.copied"));
    } catch {
      // Plain http, or forbidden: the key is selected as a whole with one press.
      void message.warning(t("settings.keys.copy_by_hand"));
    }
  };
  return (
    <Modal
      open
      title={t("settings.keys.new_title", { name: apiKey.name })}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={
        <Button type="primary" onClick={onClose}>
          {t("settings.keys.stored")}
        </Button>
      }
    >
      <Alert type="warning" showIcon title={t("settings.keys.once")} />
      <div className={styles.secret}>
        <code>{apiKey.key}</code>
        <Button icon={<CopyOutlined />} onClick={() => void copy()}>
          {t("settings.keys.copy")}
        </Button>
      </div>
    </Modal>
  );
}
