import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CloseFields } from "../leads/act/CloseFields";
import { moveStage } from "../leads/act/calls";
import { Chips } from "../ui/Chips";
import { useDay } from "../workspace/dayContext";
import { amountOf } from "../workspace/money";
import { AnswerForm } from "./AnswerForm";
import { useAnswers } from "./Answers";
import { givenBack, plainly } from "./calls";
import type { FormProps } from "./forms";

/** Any stage; a won lead needs an amount, a lost one a reason. */
export function StageForm({ lead, label, onClose }: FormProps) {
  const { t } = useTranslation();
  const { workspace, today, nameOf } = useDay();
  const { act } = useAnswers();
  const stages = workspace.stages.filter((each) => !each.archived && each.id !== lead.stage);
  const [stageId, setStageId] = useState<string | null>(() => following(workspace.stages, lead.stage));
  const [amount, setAmount] = useState(lead.amount?.amount ?? "");
  const [reason, setReason] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const stage = stages.find((each) => each.id === stageId);
  const save = () => {
    if (!stage) return;
    const figure = amountOf(amount);
    if (stage.kind === "won" && !figure) return setProblem(t("leads.stage.amount_missing"));
    if (stage.kind === "lost" && !reason) return setProblem(t("leads.stage.reason_missing"));
    onClose();
    const before = lead.stage;
    const due = givenBack(lead.next_follow_up_at, new Date(), today);
    const currency = lead.amount?.currency ?? workspace.currency;
    act({
      leadId: lead.id,
      text: t("today.done.stage", { stage: nameOf(stage) }),
      call: plainly(
        moveStage(lead.id, {
          stage: stage.id,
          ...(stage.kind === "won" && figure ? { amount: { amount: figure, currency } } : {}),
          ...(stage.kind === "lost" ? { reason } : {}),
        }),
      ),
      undo: before
        ? {
            label: t("today.action.undo"),
            call: plainly(moveStage(lead.id, { stage: before, next_follow_up_at: due })),
          }
        : undefined,
    });
  };
  return (
    <AnswerForm label={label} onSave={save} onClose={onClose} problem={problem}>
      <Chips
        label={t("leads.stage.label")}
        options={stages.map((each) => ({ value: each.id, label: nameOf(each) }))}
        value={stageId}
        onChange={(chosen) => {
          setStageId(chosen);
          setProblem(null);
        }}
      />
      <CloseFields
        kind={stage?.kind ?? "open"}
        currency={lead.amount?.currency ?? workspace.currency}
        amount={amount}
        onAmount={setAmount}
        reason={reason}
        onReason={setReason}
      />
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
