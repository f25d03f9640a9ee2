import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AnswerForm } from "./AnswerForm";
import { useAnswers } from "./Answers";
import { Chips } from "./Chips";
import { givenBack, holdLead, planFollowUp, resumeLead } from "./calls";
import { DayPicker } from "./DayPicker";
import { useDay } from "./dayContext";
import { addDays } from "./days";
import type { FormProps } from "./forms";

export function HoldForm({ lead, label, onClose }: FormProps) {
  const { t } = useTranslation();
  const { workspace, today, textOf, nameOf } = useDay();
  const { act } = useAnswers();
  const [reason, setReason] = useState<string | null>(null);
  const [until, setUntil] = useState(() => addDays(today, 14));
  const [isMissing, setMissing] = useState(false);
  const save = () => {
    if (!reason) return setMissing(true);
    const before = givenBack(lead.next_follow_up_at, new Date(), today);
    onClose();
    act({
      leadId: lead.id,
      text: t("today.done.hold", { date: textOf(until) }),
      call: () => holdLead(lead.id, { reason, until }),
      undo: {
        label: t("today.action.undo"),
        call: async () => {
          await resumeLead(lead.id);
          return planFollowUp(lead.id, before);
        },
      },
    });
  };
  return (
    <AnswerForm
      label={label}
      onSave={save}
      onClose={onClose}
      problem={isMissing ? t("today.hold.reason_missing") : null}
    >
      <Chips
        label={t("today.hold.reason")}
        options={workspace.hold_reasons
          .filter((each) => !each.archived)
          .map((each) => ({ value: each.id, label: nameOf(each) }))}
        value={reason}
        onChange={(chosen) => {
          setReason(chosen);
          setMissing(false);
        }}
      />
      <DayPicker
        label={t("today.hold.until")}
        offered={["in_week", "in_two_weeks", "in_month"]}
        value={until}
        onChange={setUntil}
      />
    </AnswerForm>
  );
}
