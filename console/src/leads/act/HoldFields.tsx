import { useTranslation } from "react-i18next";
import { Chips } from "../../ui/Chips";
import { DayPicker } from "../../workspace/DayPicker";
import { useDay } from "../../workspace/dayContext";

interface HoldFieldsProps {
  reason: string | null;
  onReason: (next: string) => void;
  until: string;
  onUntil: (day: string) => void;
}

/** Why a lead is parked, and until when. */
export function HoldFields({ reason, onReason, until, onUntil }: HoldFieldsProps) {
  const { t } = useTranslation();
  const { workspace, nameOf } = useDay();
  return (
    <>
      <Chips
        label={t("leads.hold.reason")}
        options={workspace.hold_reasons
          .filter((each) => !each.archived)
          .map((each) => ({ value: each.id, label: nameOf(each) }))}
        value={reason}
        onChange={onReason}
      />
      <DayPicker
        label={t("leads.hold.until")}
        offered={["in_week", "in_two_weeks", "in_month"]}
        value={until}
        onChange={onUntil}
      />
    </>
  );
}
