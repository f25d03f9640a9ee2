import { useState } from "react";
import { useTranslation } from "react-i18next";
import { logFollowUp } from "../leads/act/calls";
import { attemptKey, forgetAttempt } from "../leads/attempt";
import { ContactFields } from "../leads/followUp/ContactFields";
import { type FollowUpDraft, forgetFollowUp, keepFollowUp, keptDraft } from "../leads/followUp/followUp";
import { DayPicker } from "../workspace/DayPicker";
import { useDay } from "../workspace/dayContext";
import { addDays } from "../workspace/days";
import { AnswerForm } from "./AnswerForm";
import { useAnswers } from "./Answers";
import type { FormProps } from "./forms";

/** Two taps and a sentence: kind, outcome and next date are chosen already. */
export function FollowUpForm({ lead, label, onClose }: FormProps) {
  const { t } = useTranslation();
  const { workspace, today, textOf } = useDay();
  const { act } = useAnswers();
  const [draft, setDraft] = useState(() => keptDraft(lead.id));
  const [isMissing, setMissing] = useState(false);
  const next =
    draft.next && draft.next > today
      ? draft.next
      : addDays(today, workspace.reminders.next_follow_up_days ?? 2);
  const put = (change: Partial<FollowUpDraft>) => {
    const after = { ...draft, ...change };
    setDraft(after);
    keepFollowUp(lead.id, after);
    setMissing(false);
  };
  const save = () => {
    const { kind, outcome } = draft;
    const summary = draft.summary.trim();
    if (!summary) return setMissing(true);
    const body = { kind, outcome, summary, next_follow_up_at: next };
    const attempt = `follow_up.${lead.id}`;
    const key = attemptKey(attempt, body);
    onClose();
    act({
      leadId: lead.id,
      text: t("today.done.follow_up", { date: textOf(next) }),
      call: async () => (await logFollowUp(lead.id, body, key)).body,
      onDone: () => {
        forgetAttempt(attempt);
        forgetFollowUp(lead.id, draft);
      },
    });
  };
  return (
    <AnswerForm
      label={label}
      onSave={save}
      onClose={onClose}
      problem={isMissing ? t("today.follow_up.summary_missing") : null}
      note={draft.summary.trim() && t("today.follow_up.draft")}
    >
      <ContactFields draft={draft} onChange={put} isSummaryMissing={isMissing} hasFocus />
      <DayPicker
        label={t("today.follow_up.next")}
        offered={["tomorrow", "in_two", "monday", "in_week"]}
        value={next}
        onChange={(day) => put({ next: day })}
      />
    </AnswerForm>
  );
}
