import { Input } from "antd";
import { useTranslation } from "react-i18next";
import { Chips } from "../../ui/Chips";
import styles from "./ContactFields.module.css";
import { type FollowUpDraft, KINDS, OUTCOMES, usualOutcome } from "./followUp";

interface ContactFieldsProps {
  draft: FollowUpDraft;
  onChange: (change: Partial<FollowUpDraft>) => void;
  isSummaryMissing: boolean;
  hasFocus?: boolean;
}

/** What was said, how, and how it came out: kind and outcome are chosen already. */
export function ContactFields({ draft, onChange, isSummaryMissing, hasFocus }: ContactFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <Input.TextArea
        autoFocus={hasFocus}
        autoSize={{ minRows: 2, maxRows: 8 }}
        maxLength={5000}
        aria-label={t("today.follow_up.summary")}
        aria-invalid={isSummaryMissing}
        placeholder={t("today.follow_up.summary_placeholder")}
        value={draft.summary}
        onChange={({ target }) => onChange({ summary: target.value })}
      />
      <div className={styles.choices}>
        <Chips
          label={t("today.follow_up.kind.label")}
          isLabelHidden
          options={KINDS.map((value) => ({ value, label: t(`today.follow_up.kind.${value}`) }))}
          value={draft.kind}
          onChange={(kind) => onChange({ kind, outcome: usualOutcome(kind) })}
        />
        <Chips
          label={t("today.follow_up.outcome.label")}
          isLabelHidden
          options={OUTCOMES.map((value) => ({ value, label: t(`today.follow_up.outcome.${value}`) }))}
          value={draft.outcome}
          onChange={(outcome) => onChange({ outcome })}
        />
      </div>
    </>
  );
}
