import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../../api/client";
import { Chips } from "../../today/Chips";
import { DayPicker } from "../../today/DayPicker";
import { useDay } from "../../today/dayContext";
import { addDays } from "../../today/days";
import { Dialog } from "./Dialog";

interface HoldDialogProps {
  about?: string;
  isPending: boolean;
  error: unknown;
  onHold: (hold: Schemas["HoldRequest"]) => void;
  onClose: () => void;
}

export function HoldDialog({ about, isPending, error, onHold, onClose }: HoldDialogProps) {
  const { t } = useTranslation();
  const { workspace, today, nameOf } = useDay();
  const [reason, setReason] = useState<string | null>(null);
  const [until, setUntil] = useState(() => addDays(today, 14));
  const [isMissing, setMissing] = useState(false);
  return (
    <Dialog
      title={t("leads.hold.title")}
      about={about}
      isPending={isPending}
      error={error}
      problem={isMissing ? t("leads.hold.reason_missing") : null}
      onOk={() => (reason ? onHold({ reason, until }) : setMissing(true))}
      onClose={onClose}
    >
      <Chips
        label={t("leads.hold.reason")}
        options={workspace.hold_reasons
          .filter((each) => !each.archived)
          .map((each) => ({ value: each.id, label: nameOf(each) }))}
        value={reason}
        onChange={(next) => {
          setReason(next);
          setMissing(false);
        }}
      />
      <DayPicker
        label={t("leads.hold.until")}
        offered={["in_week", "in_two_weeks", "in_month"]}
        value={until}
        onChange={setUntil}
      />
    </Dialog>
  );
}
