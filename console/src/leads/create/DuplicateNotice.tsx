import { Alert, Button, Input } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Problem } from "../../api/problem";
import { useMay } from "../../auth/queries";
import { RequestId } from "../../ui/RequestId";
import type { LeadsAddress } from "../useLeadsAddress";
import styles from "./Create.module.css";

interface DuplicateNoticeProps {
  problem: Problem;
  address: LeadsAddress;
  isPending: boolean;
  onOverride: (reason: string) => void;
  onClose: () => void;
}

interface Duplicate {
  lead_id: string | null;
  in_pool: boolean;
}

/** Somebody works on this customer already: who, and what one may do about it. */
export function DuplicateNotice({ problem, address, isPending, onOverride, onClose }: DuplicateNoticeProps) {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const id = useId();
  const [reason, setReason] = useState("");
  const { lead_id, in_pool } = (problem.facts.duplicate ?? { lead_id: null, in_pool: false }) as Duplicate;
  const mayOverride = may("leads.override");
  const hint = in_pool
    ? t("leads.duplicate.in_pool")
    : mayOverride
      ? t("leads.duplicate.may_override")
      : t("leads.duplicate.ask");
  const open = () => {
    onClose();
    if (lead_id) void navigate(address.toLead(lead_id));
  };
  return (
    <Alert
      className={styles.notice ?? ""}
      type="warning"
      showIcon
      role="alert"
      title={problem.detail}
      description={
        <div className={styles.duplicate}>
          <p>{hint}</p>
          {lead_id && <Button onClick={open}>{t("leads.duplicate.open")}</Button>}
          {mayOverride && (
            <>
              <label className={styles.label} htmlFor={id}>
                {t("leads.duplicate.reason")}
              </label>
              <Input
                id={id}
                maxLength={500}
                value={reason}
                onChange={({ target }) => setReason(target.value)}
              />
              <Button
                disabled={reason.trim().length < 2}
                loading={isPending}
                onClick={() => onOverride(reason.trim())}
              >
                {t("leads.duplicate.override")}
              </Button>
            </>
          )}
          {problem.requestId && <RequestId id={problem.requestId} />}
        </div>
      }
    />
  );
}
