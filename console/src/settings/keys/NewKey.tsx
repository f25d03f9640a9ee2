import { Alert, Button, Modal } from "antd";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../../api/client";
import { CopyText } from "../CopyText";

interface NewKeyProps {
  apiKey: Schemas["NewApiKeyView"];
  onClose: () => void;
}

/** The one time that a key is shown; only its button closes it. */
export function NewKey({ apiKey, onClose }: NewKeyProps) {
  const { t } = useTranslation();
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
      <CopyText text={apiKey.key} />
    </Modal>
  );
}
