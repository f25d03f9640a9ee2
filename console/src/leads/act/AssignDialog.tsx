import { Input, Select } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMembers } from "../../settings/members/queries";
import styles from "./act.module.css";
import { Dialog } from "./Dialog";

interface AssignDialogProps {
  about?: string;
  isPending: boolean;
  error: unknown;
  onAssign: (ownerId: string | null, reason: string | null) => void;
  onClose: () => void;
}

const POOL = "pool";

export function AssignDialog({ about, isPending, error, onAssign, onClose }: AssignDialogProps) {
  const { t } = useTranslation();
  const members = useMembers();
  const id = useId();
  const [owner, setOwner] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  const people = (members.data ?? []).filter((each) => each.status !== "removed");
  const assign = () => {
    if (!owner) return setMissing(true);
    onAssign(owner === POOL ? null : owner, reason.trim() || null);
  };
  return (
    <Dialog
      title={t("leads.assign.title")}
      about={about}
      isPending={isPending}
      error={error ?? members.error}
      problem={isMissing ? t("leads.assign.owner_missing") : null}
      onOk={assign}
      onClose={onClose}
    >
      <div>
        <label className={styles.label} htmlFor={`${id}-owner`}>
          {t("leads.assign.owner")}
        </label>
        <Select
          id={`${id}-owner`}
          className={styles.wide}
          showSearch={{ optionFilterProp: "label" }}
          placeholder={t("leads.assign.owner_placeholder")}
          loading={members.isPending}
          value={owner}
          onChange={(next) => {
            setOwner(next);
            setMissing(false);
          }}
          options={[
            ...people.map((each) => ({ value: each.id, label: each.name })),
            { value: POOL, label: t("leads.assign.to_pool") },
          ]}
        />
      </div>
      <div>
        <label className={styles.label} htmlFor={`${id}-reason`}>
          {t("leads.assign.reason")}
        </label>
        <Input
          id={`${id}-reason`}
          maxLength={200}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </div>
    </Dialog>
  );
}
