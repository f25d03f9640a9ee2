import { Input } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import act from "../../leads/act/act.module.css";
import { Dialog } from "../../leads/act/Dialog";
import { useFocusOnOpen } from "../useFocusOnOpen";
import type { CardDialogProps } from "./CardDialog";
import { approveCard, reopenCard, skipCard } from "./calls";
import { useCardMove } from "./useCardMove";

type NoteMove = "approve" | "reopen" | "skip";

/** A move that wants a word: why it is undone or falls away; to an approval one may be added. */
export function NoteDialog({ card, move, onClose }: CardDialogProps & { move: NoteMove }) {
  const { t } = useTranslation();
  const id = useId();
  useFocusOnOpen(id);
  const moves = useCardMove();
  const [note, setNote] = useState("");
  const [isMissing, setMissing] = useState(false);
  const submit = () => {
    const text = note.trim();
    if (!text && move !== "approve") return setMissing(true);
    const calls = {
      approve: () => approveCard(card.id, text || null),
      reopen: () => reopenCard(card.id, text),
      skip: () => skipCard(card.id, text),
    };
    moves.move({
      card,
      call: calls[move](),
      done: t(`flows.done.${move}`),
      onDone: onClose,
      onMoved: onClose,
    });
  };
  return (
    <Dialog
      title={t(`flows.note.${move}.title`, { step: card.node_name })}
      about={t(`flows.note.${move}.about`)}
      okText={t(`flows.move.${move}`)}
      isPending={moves.isPending}
      error={moves.error}
      problem={isMissing ? t("flows.note.missing") : null}
      onOk={submit}
      onClose={onClose}
    >
      <div>
        <label className={act.label} htmlFor={id}>
          {t(move === "approve" ? "flows.note.optional" : "flows.note.reason")}
        </label>
        <Input.TextArea
          id={id}
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={2000}
          value={note}
          onChange={({ target }) => {
            setNote(target.value);
            setMissing(false);
          }}
        />
      </div>
    </Dialog>
  );
}
