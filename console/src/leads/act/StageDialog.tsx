import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../../api/client";
import type { Stage } from "../../settings/setup/types";
import { Chips } from "../../ui/Chips";
import { useDay } from "../../workspace/dayContext";
import { amountOf } from "../../workspace/money";
import type { LeadRow } from "../types";
import { CloseFields } from "./CloseFields";
import { Dialog } from "./Dialog";

interface StageDialogProps {
  /** None: many leads at once, which have each their amount. */
  lead?: LeadRow;
  about?: string;
  /** Chosen already, as by a drop on the board: only what it asks for is asked. */
  to?: Stage;
  isPending: boolean;
  error: unknown;
  onMove: (stage: Stage, move: Schemas["StageMove"]) => void;
  onClose: () => void;
}

export function StageDialog({ lead, about, to, isPending, error, onMove, onClose }: StageDialogProps) {
  const { t } = useTranslation();
  const { workspace, nameOf } = useDay();
  const stages = workspace.stages.filter((each) => !each.archived && each.id !== lead?.stage);
  const [stage, setStage] = useState<Stage | undefined>(to);
  const [amount, setAmount] = useState(lead?.amount?.amount ?? "");
  const [reason, setReason] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const currency = lead?.amount?.currency ?? workspace.currency;
  const move = () => {
    if (!stage) return setProblem(t("leads.stage.missing"));
    const figure = amountOf(amount);
    if (lead && stage.kind === "won" && !figure) return setProblem(t("leads.stage.amount_missing"));
    if (stage.kind === "lost" && !reason) return setProblem(t("leads.stage.reason_missing"));
    onMove(stage, {
      stage: stage.id,
      ...(lead && stage.kind === "won" && figure ? { amount: { amount: figure, currency } } : {}),
      ...(stage.kind === "lost" ? { reason } : {}),
    });
  };
  return (
    <Dialog
      title={to ? t("leads.stage.to", { stage: nameOf(to) }) : t("leads.stage.title")}
      about={about}
      isPending={isPending}
      error={error}
      problem={problem}
      onOk={move}
      onClose={onClose}
    >
      {!to && (
        <Chips
          label={t("leads.stage.label")}
          options={stages.map((each) => ({ value: each.id, label: nameOf(each) }))}
          value={stage?.id ?? null}
          onChange={(id) => {
            setStage(stages.find((each) => each.id === id));
            setProblem(null);
          }}
        />
      )}
      <CloseFields
        kind={stage?.kind ?? "open"}
        currency={currency}
        amount={amount}
        onAmount={setAmount}
        reason={reason}
        onReason={setReason}
        isAmountHidden={!lead}
      />
    </Dialog>
  );
}
