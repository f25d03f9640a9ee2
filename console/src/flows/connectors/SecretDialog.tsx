import { Alert, Button, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { CopyText } from "../../settings/CopyText";

interface SecretDialogProps {
  name: string;
  secret: string;
  onClose: () => void;
}

/** The one time that a secret is shown; only its button closes it. */
export function SecretDialog({ name, secret, onClose }: SecretDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      open
      title={t("flows.connectors.secret_title", { name })}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={
        <Button type="primary" onClick={onClose}>
          {t("settings.keys.stored")}
        </Button>
      }
    >
      <Alert type="warning" showIcon title={t("flows.connectors.secret_once")} />
      <CopyText text={secret} />
    </Modal>
  );
}
