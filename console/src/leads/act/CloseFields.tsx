import { Input } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Chips } from "../../ui/Chips";
import { useDay } from "../../workspace/dayContext";
import styles from "./act.module.css";

interface CloseFieldsProps {
  kind: "open" | "won" | "lost";
  currency: string;
  amount: string;
  onAmount: (next: string) => void;
  reason: string | null;
  onReason: (next: string) => void;
  isAmountHidden?: boolean;
}

/** What a closing stage asks for: won an amount, lost a reason. */
export function CloseFields(props: CloseFieldsProps) {
  const { kind, currency, amount, onAmount, reason, onReason, isAmountHidden } = props;
  const { t } = useTranslation();
  const { workspace, nameOf } = useDay();
  const id = useId();
  if (kind === "won" && !isAmountHidden) {
    return (
      <div>
        <label className={styles.label} htmlFor={id}>
          {t("leads.stage.amount")}
        </label>
        <Input
          id={id}
          className={styles.amount}
          inputMode="decimal"
          suffix={currency}
          value={amount}
          onChange={({ target }) => onAmount(target.value)}
        />
      </div>
    );
  }
  if (kind === "lost") {
    return (
      <Chips
        label={t("leads.stage.reason")}
        options={workspace.lost_reasons
          .filter((each) => !each.archived)
          .map((each) => ({ value: each.id, label: nameOf(each) }))}
        value={reason}
        onChange={onReason}
      />
    );
  }
  return null;
}
