import { Alert, Button, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { CopyText } from "../CopyText";

interface InviteLinkProps {
  name: string;
  link: string;
  onClose: () => void;
}

/** Where letters don't go out: the link to pass on by other ways, shown this once. */
export function InviteLink({ name, link, onClose }: InviteLinkProps) {
  const { t } = useTranslation();
  return (
    <Modal
      open
      title={t("settings.members.link.title", { name })}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={
        <Button type="primary" onClick={onClose}>
          {t("settings.members.link.passed_on")}
        </Button>
      }
    >
      <Alert type="warning" showIcon title={t("settings.members.link.once")} />
      <CopyText text={link} />
    </Modal>
  );
}
