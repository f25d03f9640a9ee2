import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DayPicker } from "../workspace/DayPicker";
import { useDay } from "../workspace/dayContext";
import { addDays } from "../workspace/days";
import { AnswerForm } from "./AnswerForm";
import { useAnswers } from "./Answers";
import { givenBack, planFollowUp } from "./calls";
import type { FormProps } from "./forms";

export function PostponeForm({ lead, label, onClose }: FormProps) {
  const { t } = useTranslation();
  const { today, textOf } = useDay();
  const { act } = useAnswers();
  const [day, setDay] = useState(() => addDays(today, 1));
  const save = () => {
    const before = givenBack(lead.next_follow_up_at, new Date(), today);
    onClose();
    act({
      leadId: lead.id,
      text: t("today.done.postpone", { date: textOf(day) }),
      call: planFollowUp(lead.id, day),
      undo: {
        label: before === today ? t("today.action.back_to_today") : t("today.action.undo"),
        call: planFollowUp(lead.id, before),
      },
    });
  };
  return (
    <AnswerForm label={label} onSave={save} onClose={onClose} note={t("today.postpone.keep_note")}>
      <DayPicker
        label={t("today.postpone.label")}
        offered={["tomorrow", "in_two", "monday", "in_week", "in_two_weeks"]}
        value={day}
        onChange={setDay}
      />
    </AnswerForm>
  );
}
