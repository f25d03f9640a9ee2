import { App, Modal, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "../../api/problem";
import { ErrorNotice } from "../../ui/ErrorNotice";
import styles from "../settings.module.css";
import type { Member } from "../setup/types";
import { useRemoveMember } from "./queries";

interface RemoveDialogProps {
  member: Member;
  members: Member[];
  onClose: () => void;
  onRemoved: () => void;
}

/** Asks before somebody is removed, and who takes over if there is something to take over. */
export function RemoveDialog({ member, members, onClose, onRemoved }: RemoveDialogProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const remove = useRemoveMember();
  const [successorId, setSuccessorId] = useState<string>();
  const [needsSuccessor, setNeedsSuccessor] = useState(false);
  const hasLeads = isProblem(remove.error, "member_has_leads");
  const successors = members.filter((each) => each.id !== member.id && each.role !== "viewer");
  const submit = () =>
    remove.mutate(
      { id: member.id, version: member.version, successorId },
      {
        onSuccess: () => {
          void message.success(t("settings.members.removed", { name: member.name }));
          onRemoved();
        },
        onError: (error) => isProblem(error, "member_has_leads") && setNeedsSuccessor(true),
      },
    );
  return (
    <Modal
      open
      title={t("settings.members.remove_title", { name: member.name })}
      okText={t(needsSuccessor ? "settings.members.hand_over" : "settings.members.remove")}
      okButtonProps={{ danger: true, disabled: needsSuccessor && !successorId }}
      confirmLoading={remove.isPending}
      onOk={submit}
      onCancel={onClose}
    >
      <div className={styles.stack}>
        <p>{t("settings.members.remove_text")}</p>
        <ErrorNotice error={hasLeads ? null : remove.error} />
        {needsSuccessor && (
          <div className={styles.field}>
            <label htmlFor="successor">{t("settings.members.successor", { name: member.name })}</label>
            <Select
              id="successor"
              showSearch={{ optionFilterProp: "label" }}
              placeholder={t("settings.members.choose_successor")}
              value={successorId}
              options={successors.map((each) => ({ value: each.id, label: each.name }))}
              onChange={(id: string) => setSuccessorId(id)}
            />
          </div>
        )}
      </div>
    </Modal>
  );
}
