import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../../api/client";
import { useDay } from "../../workspace/dayContext";
import { addDays } from "../../workspace/days";
import { Dialog } from "./Dialog";
import { HoldFields } from "./HoldFields";

interface HoldDialogProps {
  about?: string;
  isPending: boolean;
  error: unknown;
  onHold: (hold: Schemas["HoldRequest"]) => void;
  onClose: () => void;
}

export function HoldDialog({ about, isPending, error, onHold, onClose }: HoldDialogProps) {
  const { t } = useTranslation();
  const { today } = useDay();
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
      <HoldFields
        reason={reason}
        onReason={(next) => {
          setReason(next);
          setMissing(false);
        }}
        until={until}
        onUntil={setUntil}
      />
    </Dialog>
  );
}
