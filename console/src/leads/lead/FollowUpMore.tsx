import { Input } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { Stage } from "../../settings/setup/types";
import { Chips } from "../../ui/Chips";
import { useDay } from "../../workspace/dayContext";
import { CloseFields } from "../act/CloseFields";
import type { FollowUpDraft } from "../followUp/followUp";
import type { LeadView } from "../types";
import { useAccess } from "../useAccess";
import { useLeadWords } from "../useLeadWords";
import styles from "./FollowUp.module.css";

interface FollowUpMoreProps {
  lead: LeadView;
  draft: FollowUpDraft;
  stage: Stage | undefined;
  onChange: (change: Partial<FollowUpDraft>) => void;
}

/** With the same save: another stage, what is in the way. */
export function FollowUpMore({ lead, draft, stage, onChange }: FollowUpMoreProps) {
  const { t } = useTranslation();
  const { workspace, nameOf } = useDay();
  const words = useLeadWords();
  const access = useAccess();
  const id = useId();
  const stages = workspace.stages.filter((each) => !each.archived && each.id !== lead.stage);
  return (
    <>
      {access("stage") === "write" && (
        <Chips
          label={t("leads.follow_up.stage")}
          options={[
            { value: "", label: t("leads.follow_up.same_stage") },
            ...stages.map((each) => ({ value: each.id, label: nameOf(each) })),
          ]}
          value={draft.stage ?? ""}
          onChange={(next) => onChange({ stage: next || null })}
        />
      )}
      <CloseFields
        kind={stage?.kind ?? "open"}
        currency={lead.amount?.currency ?? workspace.currency}
        amount={draft.amount}
        onAmount={(amount) => onChange({ amount })}
        reason={draft.reason}
        onReason={(reason) => onChange({ reason })}
      />
      {access("blocker") === "write" && (
        <div>
          <label className={styles.label} htmlFor={id}>
            {words.field("blocker")}
          </label>
          <Input
            id={id}
            maxLength={200}
            placeholder={words.blockerOf(lead) ?? t("leads.follow_up.blocker_placeholder")}
            value={draft.blocker ?? ""}
            onChange={({ target }) => onChange({ blocker: target.value || null })}
          />
        </div>
      )}
    </>
  );
}
