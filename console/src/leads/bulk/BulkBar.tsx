import { CloseOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "../../auth/queries";
import { AssignDialog } from "../act/AssignDialog";
import { HoldDialog } from "../act/HoldDialog";
import { StageDialog } from "../act/StageDialog";
import { MOST_SELECTED, type Selection } from "../list/useSelection";
import type { LeadRow } from "../types";
import { useAccess } from "../useAccess";
import styles from "./Bulk.module.css";
import { BulkResultsDialog } from "./BulkResultsDialog";
import { type BulkAct, type BulkResults, useBulk } from "./useBulk";

type Action = BulkAct["action"];

/** What can be done with all chosen leads at once. */
export default function BulkBar({ selection, rows }: { selection: Selection; rows: LeadRow[] }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const may = useMay();
  const access = useAccess();
  const bulk = useBulk();
  const [open, setOpen] = useState<Action | null>(null);
  const [results, setResults] = useState<BulkResults | null>(null);
  const lead_ids = [...selection.chosen];
  const about = t("leads.bulk.about", { count: lead_ids.length });
  const close = () => {
    bulk.reset();
    setOpen(null);
  };
  const act = (what: BulkAct) =>
    bulk.mutate(what, {
      onSuccess: (answer) => {
        setOpen(null);
        // Only what was refused needs a person's eyes.
        if (answer.refused > 0) return setResults(answer);
        void message.success(t("leads.bulk.all_done", { count: lead_ids.length }));
        selection.clear();
      },
    });
  const shared = { about, isPending: bulk.isPending, error: bulk.error, onClose: close };
  return (
    <section className={styles.bar} aria-label={t("leads.bulk.label")}>
      <strong role="status">
        {t("leads.bulk.chosen", { count: lead_ids.length })}
        {lead_ids.length >= MOST_SELECTED && ` · ${t("leads.bulk.most", { most: MOST_SELECTED })}`}
      </strong>
      {may("leads.assign") && <Button onClick={() => setOpen("assign")}>{t("leads.assign.action")}</Button>}
      {access("stage") === "write" && (
        <Button onClick={() => setOpen("stage")}>{t("leads.stage.action")}</Button>
      )}
      <Button onClick={() => setOpen("hold")}>{t("leads.hold.action")}</Button>
      <Button
        type="text"
        icon={<CloseOutlined />}
        aria-label={t("leads.bulk.clear")}
        title={t("leads.bulk.clear")}
        onClick={selection.clear}
      />
      {open === "assign" && (
        <AssignDialog
          {...shared}
          onAssign={(owner_id, reason) => act({ action: "assign", lead_ids, owner_id, reason })}
        />
      )}
      {open === "stage" && (
        <StageDialog
          {...shared}
          onMove={(stage, { reason }) => act({ action: "stage", lead_ids, stage: stage.id, reason })}
        />
      )}
      {open === "hold" && (
        <HoldDialog {...shared} onHold={(hold) => act({ action: "hold", lead_ids, ...hold })} />
      )}
      {results && (
        <BulkResultsDialog
          results={results}
          rows={rows}
          onClose={() => {
            setResults(null);
            selection.clear();
          }}
        />
      )}
    </section>
  );
}
