import { Button, Modal } from "antd";
import { useTranslation } from "react-i18next";
import type { LeadRow } from "../types";
import { useLeadWords } from "../useLeadWords";
import styles from "./Bulk.module.css";
import type { BulkResults } from "./useBulk";

interface BulkResultsDialogProps {
  results: BulkResults;
  rows: LeadRow[];
  onClose: () => void;
}

/** Which leads were refused, each with its reason. */
export function BulkResultsDialog({ results, rows, onClose }: BulkResultsDialogProps) {
  const { t } = useTranslation();
  const words = useLeadWords();
  const names = new Map(rows.map((lead) => [lead.id, words.nameOf(lead)]));
  const refused = results.results.filter((each) => !each.done);
  return (
    <Modal
      open
      title={t("leads.bulk.result", { done: results.done, refused: results.refused })}
      onCancel={onClose}
      footer={
        <Button type="primary" onClick={onClose}>
          {t("leads.bulk.close")}
        </Button>
      }
    >
      <ul className={styles.results}>
        {refused.map((each) => (
          <li key={each.lead_id}>
            <strong>{names.get(each.lead_id) ?? each.lead_id}</strong>
            <span>{each.detail ?? each.code}</span>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
