import { Input } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { AnswerForm } from "./AnswerForm";
import { useAnswers } from "./Answers";
import { Chips } from "./Chips";
import { givenBack, moveStage } from "./calls";
import { useDay } from "./dayContext";
import type { FormProps } from "./forms";
import styles from "./forms.module.css";

/** What the API takes for money. */
const AMOUNT = /^\d{1,15}(\.\d{1,4})?$/;

/** Any stage; a won lead needs an amount, a lost one a reason. */
export function StageForm({ lead, label, onClose }: FormProps) {
  const { t } = useTranslation();
  const { workspace, today, nameOf } = useDay();
  const { act } = useAnswers();
  const amountId = useId();
  const stages = workspace.stages.filter((each) => !each.archived && each.id !== lead.stage);
  const [stageId, setStageId] = useState<string | null>(() => following(workspace.stages, lead.stage));
  const [amount, setAmount] = useState(lead.amount?.amount ?? "");
  const [reason, setReason] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const stage = stages.find((each) => each.id === stageId);
  const save = () => {
    if (!stage) return;
    const figure = amount.replaceAll(/[,，\s]/g, "");
    if (stage.kind === "won" && !AMOUNT.test(figure)) return setProblem(t("today.stage.amount_missing"));
    if (stage.kind === "lost" && !reason) return setProblem(t("today.stage.reason_missing"));
    onClose();
    const before = lead.stage;
    const due = givenBack(lead.next_follow_up_at, new Date(), today);
    const currency = lead.amount?.currency ?? workspace.currency;
    act({
      leadId: lead.id,
      text: t("today.done.stage", { stage: nameOf(stage) }),
      call: () =>
        moveStage(lead.id, {
          stage: stage.id,
          ...(stage.kind === "won" ? { amount: { amount: figure, currency } } : {}),
          ...(stage.kind === "lost" ? { reason } : {}),
        }),
      undo: before
        ? {
            label: t("today.action.undo"),
            call: () => moveStage(lead.id, { stage: before, next_follow_up_at: due }),
          }
        : undefined,
    });
  };
  return (
    <AnswerForm label={label} onSave={save} onClose={onClose} problem={problem}>
      <Chips
        label={t("today.stage.label")}
        options={stages.map((each) => ({ value: each.id, label: nameOf(each) }))}
        value={stageId}
        onChange={(chosen) => {
          setStageId(chosen);
          setProblem(null);
        }}
      />
      {stage?.kind === "won" && (
        <div>
          <label className={styles.label} htmlFor={amountId}>
            {t("today.stage.amount")}
          </label>
          <Input
            id={amountId}
            className={styles.amount}
            inputMode="decimal"
            value={amount}
            suffix={lead.amount?.currency ?? workspace.currency}
            onChange={({ target }) => setAmount(target.value)}
          />
        </div>
      )}
      {stage?.kind === "lost" && (
        <Chips
          label={t("today.stage.reason")}
          options={workspace.lost_reasons
            .filter((each) => !each.archived)
            .map((each) => ({ value: each.id, label: nameOf(each) }))}
          value={reason}
          onChange={setReason}
        />
      )}
    </AnswerForm>
  );
}

/** The next open stage after a lead's: what a move mostly is. */
function following(
  stages: { id: string; kind: string; archived: boolean }[],
  stage: string | null | undefined,
): string | null {
  const at = stages.findIndex((each) => each.id === stage);
  return stages.slice(at + 1).find((each) => !each.archived && each.kind === "open")?.id ?? null;
}
