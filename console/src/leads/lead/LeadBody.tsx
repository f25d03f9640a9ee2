import { Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "../../auth/queries";
import { LeadRuns } from "../../flows/lead/LeadRuns";
import type { Stage } from "../../settings/setup/types";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { useIsPhone } from "../../ui/useMediaQuery";
import { useDay } from "../../workspace/dayContext";
import { ClashDialog } from "../act/ClashDialog";
import { moveStage } from "../act/calls";
import { StageDialog } from "../act/StageDialog";
import { useLeadAct } from "../act/useLeadAct";
import type { Tagged } from "../types";
import { useAccess } from "../useAccess";
import type { LeadsAddress } from "../useLeadsAddress";
import { useLeadWords } from "../useLeadWords";
import { CustomerPane } from "./CustomerPane";
import { FollowUpBox } from "./FollowUpBox";
import { LeadActions } from "./LeadActions";
import styles from "./LeadDrawer.module.css";
import { LeadFields } from "./LeadFields";
import { LeadHead } from "./LeadHead";
import { Owners } from "./Owners";
import { StageSteps } from "./StageSteps";
import { Timeline } from "./Timeline";

const PANES = ["timeline", "fields", "customer"] as const;
type Pane = (typeof PANES)[number];

export function LeadBody({ lead, address }: { lead: Tagged; address: LeadsAddress }) {
  const { t } = useTranslation();
  const may = useMay();
  const access = useAccess();
  const words = useLeadWords();
  const { nameOf } = useDay();
  const isPhone = useIsPhone();
  const [pane, setPane] = useState<Pane>("timeline");
  const [closing, setClosing] = useState<Stage | null>(null);
  const acts = useLeadAct(lead);
  const fieldActs = useLeadAct(lead);
  const { body } = lead;
  const shows = (each: Pane) => !isPhone || pane === each;
  const move = (stage: Stage, request: Parameters<typeof moveStage>[1]) =>
    acts.act({
      wanted: { stage: stage.id, stage_kind: stage.kind },
      call: moveStage(body.id, request),
      done: t("today.done.stage", { stage: nameOf(stage) }),
      onDone: () => setClosing(null),
    });
  const clash = acts.clash ? acts : fieldActs.clash ? fieldActs : null;
  return (
    <div className={styles.lead}>
      <LeadHead lead={body} />
      {access("stage") !== "hidden" && (
        <StageSteps
          lead={body}
          mayMove={access("stage") === "write"}
          onMove={(stage) => (stage.kind === "open" ? move(stage, { stage: stage.id }) : setClosing(stage))}
        />
      )}
      {!closing && <ErrorNotice error={acts.error} />}
      <LeadActions lead={body} acts={acts} />
      <div className={styles.columns}>
        <div className={styles.column}>
          {may("leads.follow_up") && <FollowUpBox lead={lead} />}
          {isPhone && (
            <Segmented<Pane>
              block
              aria-label={t("leads.pane.label")}
              value={pane}
              onChange={setPane}
              options={PANES.map((value) => ({ value, label: t(`leads.pane.${value}`) }))}
            />
          )}
          {shows("timeline") && <Timeline id={body.id} />}
        </div>
        <div className={styles.column}>
          {shows("fields") && <LeadFields lead={body} acts={fieldActs} />}
          {shows("customer") && (
            <>
              <LeadRuns lead={body} />
              <CustomerPane lead={body} address={address} />
              {access("owner_id") !== "hidden" && <Owners id={body.id} />}
            </>
          )}
        </div>
      </div>
      {closing && (
        <StageDialog
          lead={body}
          about={words.nameOf(body)}
          to={closing}
          isPending={acts.isPending}
          error={acts.error}
          onMove={move}
          onClose={() => {
            acts.forget();
            setClosing(null);
          }}
        />
      )}
      {clash?.clash && (
        <ClashDialog
          clash={clash.clash}
          isSaving={clash.isPending}
          onKeepMine={clash.keepMine}
          onTakeTheirs={() => {
            clash.takeTheirs();
            setClosing(null);
          }}
        />
      )}
    </div>
  );
}
