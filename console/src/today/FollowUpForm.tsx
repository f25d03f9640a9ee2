import { Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { newKey } from "../api/client";
import { AnswerForm } from "./AnswerForm";
import { useAnswers } from "./Answers";
import { Chips } from "./Chips";
import { logFollowUp } from "./calls";
import { DayPicker } from "./DayPicker";
import { useDay } from "./dayContext";
import { addDays } from "./days";
import { keepDraft, readDraft } from "./drafts";
import type { FormProps } from "./forms";
import styles from "./forms.module.css";

type Kind = Schemas["NewFollowUp"]["kind"];
type Outcome = Schemas["NewFollowUp"]["outcome"];
const KINDS: Kind[] = ["call", "chat", "visit", "video", "email", "demo"];
const OUTCOMES: Outcome[] = ["connected", "replied", "met", "no_answer", "refused"];
/** How a contact of this kind mostly came out, so that one tap less is needed. */
const USUAL: Record<Kind, Outcome> = {
  call: "connected",
  chat: "replied",
  email: "replied",
  visit: "met",
  video: "met",
  demo: "met",
};
const KIND_KEPT = "gp.follow_up_kind";

/** Two taps and a sentence: kind, outcome and next date are chosen already. */
export function FollowUpForm({ lead, label, onClose }: FormProps) {
  const { t } = useTranslation();
  const { workspace, today, textOf } = useDay();
  const { act } = useAnswers();
  const [kind, setKind] = useState<Kind>(
    () => KINDS.find((each) => each === localStorage.getItem(KIND_KEPT)) ?? "call",
  );
  const [outcome, setOutcome] = useState<Outcome>(USUAL[kind]);
  const [summary, setSummary] = useState(() => readDraft(lead.id));
  const [next, setNext] = useState(() => addDays(today, workspace.reminders.next_follow_up_days ?? 2));
  const [isMissing, setMissing] = useState(false);
  const [key] = useState(newKey);

  const save = () => {
    if (!summary.trim()) return setMissing(true);
    localStorage.setItem(KIND_KEPT, kind);
    onClose();
    const body = { kind, outcome, summary: summary.trim(), next_follow_up_at: next };
    act({
      leadId: lead.id,
      text: t("today.done.follow_up", { date: textOf(next) }),
      call: () => logFollowUp(lead.id, body, key),
      onDone: () => keepDraft(lead.id, ""),
    });
  };
  return (
    <AnswerForm
      label={label}
      onSave={save}
      onClose={onClose}
      problem={isMissing ? t("today.follow_up.summary_missing") : null}
      note={summary.trim() && t("today.follow_up.draft")}
    >
      <Input.TextArea
        autoFocus
        autoSize={{ minRows: 2, maxRows: 8 }}
        maxLength={5000}
        aria-label={t("today.follow_up.summary")}
        aria-invalid={isMissing}
        placeholder={t("today.follow_up.summary_placeholder")}
        value={summary}
        onChange={({ target }) => {
          setSummary(target.value);
          keepDraft(lead.id, target.value);
          setMissing(false);
        }}
      />
      <div className={styles.choices}>
        <Chips
          label={t("today.follow_up.kind.label")}
          options={KINDS.map((value) => ({ value, label: t(`today.follow_up.kind.${value}`) }))}
          value={kind}
          onChange={(chosen) => {
            setKind(chosen);
            setOutcome(USUAL[chosen]);
          }}
        />
        <Chips
          label={t("today.follow_up.outcome.label")}
          options={OUTCOMES.map((value) => ({ value, label: t(`today.follow_up.outcome.${value}`) }))}
          value={outcome}
          onChange={setOutcome}
        />
      </div>
      <DayPicker
        label={t("today.follow_up.next")}
        offered={["tomorrow", "in_two", "monday", "in_week"]}
        value={next}
        onChange={setNext}
      />
    </AnswerForm>
  );
}
