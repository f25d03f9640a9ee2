import { useTranslation } from "react-i18next";
import { useDay } from "../../workspace/dayContext";
import type { LeadAct } from "../act/useLeadAct";
import type { LeadView } from "../types";
import { useAccess } from "../useAccess";
import { useLeadWords } from "../useLeadWords";
import { FieldRow } from "./FieldRow";
import styles from "./Fields.module.css";
import { builtIn, customFields, DETAIL_FIELDS } from "./fields";

/** All that is known of the lead: hidden fields are absent, those that one may only read are text. */
export function LeadFields({ lead, acts }: { lead: LeadView; acts: LeadAct }) {
  const { t } = useTranslation();
  const { workspace } = useDay();
  const words = useLeadWords();
  const access = useAccess();
  const fields = [...DETAIL_FIELDS.map((id) => builtIn(id, words)), ...customFields(workspace, words)];
  const isClosed = lead.stage_kind === "won" || lead.stage_kind === "lost";
  return (
    <section aria-label={t("leads.pane.fields")}>
      <dl className={styles.fields}>
        {fields
          .filter(({ id }) => access(id) !== "hidden" && !(id === "next_follow_up_at" && isClosed))
          .map((field) => (
            <FieldRow
              key={field.custom ? `custom.${field.id}` : field.id}
              field={field}
              lead={lead}
              acts={acts}
              mayWrite={access(field.id) === "write"}
            />
          ))}
        <div className={styles.field}>
          <dt className={styles.name}>{t("leads.field.created_at")}</dt>
          <dd className={styles.value}>
            {lead.created_at && words.moment(lead.created_at)}
            {lead.created_by && ` · ${words.member(lead.created_by)}`}
          </dd>
        </div>
      </dl>
    </section>
  );
}
