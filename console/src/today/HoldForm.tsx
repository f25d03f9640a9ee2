import { useState } from "react";
import { useTranslation } from "react-i18next";
import { holdLead, resumeLead } from "../leads/act/calls";
import { HoldFields } from "../leads/act/HoldFields";
import { useDay } from "../workspace/dayContext";
import { addDays } from "../workspace/days";
import { AnswerForm } from "./AnswerForm";
import { useAnswers } from "./Answers";
import { givenBack, plainly, planFollowUp } from "./calls";
import type { FormProps } from "./forms";

export function HoldForm({ lead, label, onClose }: FormProps) {
  const { t } = useTranslation();
  const { today, textOf } = useDay();
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
      call: plainly(holdLead(lead.id, { reason, until })),
      undo: {
        label: t("today.action.undo"),
        call: async () => {
          await plainly(resumeLead(lead.id))();
          return planFollowUp(lead.id, before)();
        },
      },
    });
  };
  return (
    <AnswerForm
      label={label}
      onSave={save}
      onClose={onClose}
      problem={isMissing ? t("leads.hold.reason_missing") : null}
    >
      <HoldFields
        reason={reason}
        onReason={(chosen) => {
          setReason(chosen);
          setMissing(false);
        }}
        until={until}
        onUntil={setUntil}
      />
    </AnswerForm>
  );
}
