import { Input } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import act from "../../leads/act/act.module.css";
import { Dialog } from "../../leads/act/Dialog";
import { Chips } from "../../ui/Chips";
import { useDay } from "../../workspace/dayContext";
import type { CardDialogProps } from "./CardDialog";
import { blockCard } from "./calls";
import { useCardMove } from "./useCardMove";

/** What stands in the way: a reason of the flow's list, and more in words. */
export function BlockDialog({ course, card, onClose }: CardDialogProps) {
  const { t } = useTranslation();
  const { nameOf } = useDay();
  const id = useId();
  const moves = useCardMove();
  const [reason, setReason] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const [isMissing, setMissing] = useState(false);
  const reasons = (course.flow?.blocking_reasons ?? []).filter((each) => !each.archived);
  const chosen = reasons.find((each) => each.id === reason);
  const pauses = chosen && (chosen.pauses || course.flow?.blocked_pauses);
  const block = () => {
    if (!reason) return setMissing(true);
    moves.move({
      card,
      call: blockCard(card.id, { reason, note: note.trim() || null }),
      wanted: {
        state: "blocked",
        reason,
        reason_name: chosen ? nameOf(chosen) : reason,
        note: note.trim() || null,
      },
      done: t("flows.done.block"),
      onDone: onClose,
      onMoved: onClose,
    });
  };
  return (
    <Dialog
      title={t("flows.block.title", { step: card.node_name })}
      about={card.title}
      okText={t("flows.move.block")}
      isPending={moves.isPending}
      error={moves.error}
      problem={isMissing ? t("flows.block.reason_missing") : null}
      onOk={block}
      onClose={onClose}
    >
      <Chips
        label={t("flows.block.reason")}
        options={reasons.map((each) => ({ value: each.id, label: nameOf(each) }))}
        value={reason}
        onChange={(next) => {
          setReason(next);
          setMissing(false);
        }}
      />
      <div>
        <label className={act.label} htmlFor={`${id}-note`}>
          {t("flows.block.note")}
        </label>
        <Input.TextArea
          id={`${id}-note`}
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={2000}
          value={note}
          onChange={({ target }) => setNote(target.value)}
        />
      </div>
      <p className={act.about}>
        {chosen ? t(pauses ? "flows.block.pauses" : "flows.block.runs_on") : t("flows.block.told")}
      </p>
    </Dialog>
  );
}
