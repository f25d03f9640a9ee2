import { Input, Select } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import act from "../../leads/act/act.module.css";
import { Dialog } from "../../leads/act/Dialog";
import { useHolders } from "../useHolders";
import type { CardDialogProps } from "./CardDialog";
import { handOverCard } from "./calls";
import { useCardMove } from "./useCardMove";

/** To whom the card goes: a member, or back to a flow role until one of its members takes it. */
export function HandOverDialog({ card, onClose }: CardDialogProps) {
  const { t } = useTranslation();
  const id = useId();
  const moves = useCardMove();
  const holders = useHolders();
  const [to, setTo] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const [isMissing, setMissing] = useState(false);
  const handOver = () => {
    if (!to) return setMissing(true);
    moves.move({
      card,
      call: handOverCard(card.id, { to, note: note.trim() || null }),
      done: t("flows.done.hand_over"),
      onDone: onClose,
      onMoved: onClose,
    });
  };
  return (
    <Dialog
      title={t("flows.hand_over.title", { step: card.node_name })}
      about={card.holder_name ? t("flows.hand_over.now", { holder: card.holder_name }) : card.title}
      okText={t("flows.move.hand_over")}
      isPending={moves.isPending}
      error={moves.error ?? holders.error}
      problem={isMissing ? t("flows.hand_over.missing") : null}
      onOk={handOver}
      onClose={onClose}
    >
      <div>
        <label className={act.label} htmlFor={`${id}-to`}>
          {t("flows.hand_over.to")}
        </label>
        <Select
          id={`${id}-to`}
          className={act.wide ?? ""}
          showSearch={{ optionFilterProp: "label" }}
          placeholder={t("flows.hand_over.placeholder")}
          loading={holders.isPending}
          value={to}
          onChange={(next) => {
            setTo(next);
            setMissing(false);
          }}
          options={holders.options.map((group) => ({
            ...group,
            options: group.options.filter(({ value }) => value !== card.holder),
          }))}
        />
      </div>
      <div>
        <label className={act.label} htmlFor={`${id}-note`}>
          {t("flows.hand_over.note")}
        </label>
        <Input
          id={`${id}-note`}
          maxLength={2000}
          value={note}
          onChange={({ target }) => setNote(target.value)}
        />
      </div>
    </Dialog>
  );
}
