import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ErrorNotice } from "../ui/ErrorNotice";
import { AnsweredLine } from "./AnsweredLine";
import { useAnswers } from "./Answers";
import { FollowUpForm } from "./FollowUpForm";
import type { FormProps } from "./forms";
import { HoldForm } from "./HoldForm";
import { LeadFacts } from "./LeadFacts";
import styles from "./LeadLine.module.css";
import { type ActionId, LineActions } from "./LineActions";
import { PostponeForm } from "./PostponeForm";
import { StageForm } from "./StageForm";
import { useWhen } from "./useWhen";
import type { LeadRow, SectionId } from "./worklist";

type FormId = Extract<ActionId, "follow_up" | "postpone" | "stage" | "hold">;
const FORMS: Record<FormId, (props: FormProps) => React.ReactNode> = {
  follow_up: FollowUpForm,
  postpone: PostponeForm,
  stage: StageForm,
  hold: HoldForm,
};

interface LeadLineProps {
  lead: LeadRow;
  section: SectionId;
  /** When the list was read; an answer given later is shown in the lead's place. */
  readAt: number;
}

/** One lead of the day: what it is, since when it waits, and what can be done with it right here. */
export function LeadLine({ lead, section, readAt }: LeadLineProps) {
  const { t } = useTranslation();
  const { answerOf, failureOf, forget } = useAnswers();
  const [open, setOpen] = useState<FormId | null>(null);
  const id = useId();
  const when = useWhen(lead, section);
  const answer = answerOf(lead.id);
  const failure = failureOf(lead.id);
  const name = lead.name || lead.company || t("today.unnamed");
  if (answer && (answer.isSending || answer.at > readAt)) {
    return <AnsweredLine name={name} leadId={lead.id} answer={answer} failure={failure} />;
  }
  const Form = open && FORMS[open];
  const close = () => {
    document.getElementById(`${id}-${open}`)?.focus();
    setOpen(null);
  };
  return (
    <li className={styles.line} data-open={open !== null}>
      <div className={styles.row}>
        <div className={styles.words}>
          <Link to={`/leads/${lead.id}`} className={styles.name}>
            {name}
          </Link>
          <LeadFacts lead={lead} />
        </div>
        <span className={styles.when} data-late={when.isLate}>
          <span>{when.text}</span>
          {lead.silent && section !== "silent" && <span className={styles.tag}>{t("today.silent_tag")}</span>}
        </span>
        <LineActions
          id={id}
          lead={lead}
          name={name}
          section={section}
          open={open}
          onOpen={(next) => {
            forget(lead.id);
            setOpen(next === open ? null : next);
          }}
        />
      </div>
      {Boolean(failure) && <ErrorNotice error={failure} />}
      {Form && open && (
        <Form
          lead={lead}
          label={t("today.action_for", { action: t(`today.action.${open}`), name })}
          onClose={close}
        />
      )}
    </li>
  );
}
