import { PlusOutlined } from "@ant-design/icons";
import { Alert, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "../../api/problem";
import { bothNames, newKey } from "../entries/entries";
import { SortableEntries } from "../entries/SortableEntries";
import { Mark } from "../Mark";
import styles from "../settings.module.css";
import type { SetupDraft } from "../setup/useSetupDraft";
import { StageDialog } from "./StageDialog";
import { leavingStages, limitsChanged, type StageEntry, withStage } from "./stageEntries";
import { TargetsDialog } from "./TargetsDialog";

export function StagesEditor({ draft }: { draft: SetupDraft<StageEntry[]> }) {
  const { t } = useTranslation();
  const [edited, setEdited] = useState<StageEntry | null>(null);
  const add = () =>
    setEdited({
      key: newKey(),
      names: { "zh-CN": "", en: "" },
      archived: false,
      kind: "open",
      silent_days: 7,
      silent_basis: "calendar",
      dwell_days: null,
    });
  return (
    <div className={styles.stack}>
      <div className={styles.above}>
        <p className={styles.hint}>{t("settings.stages.hint")}</p>
        <Button icon={<PlusOutlined />} onClick={add}>
          {t("settings.stages.add")}
        </Button>
      </div>
      <SortableEntries
        label={t("settings.section.stages.name")}
        entries={draft.value}
        onChange={draft.change}
        onEdit={setEdited}
        tag={(stage) =>
          stage.kind !== "open" && (
            <Mark tone={stage.kind === "won" ? "good" : "plain"}>
              {t(`settings.stages.kind.${stage.kind}`)}
            </Mark>
          )
        }
        about={(stage) => <Limits stage={stage} />}
      />
      {limitsChanged(draft.base, draft.value) && (
        <Alert
          type="warning"
          showIcon
          title={t("settings.stages.recompute.title")}
          description={t("settings.stages.recompute.text")}
        />
      )}
      {edited && (
        <StageDialog
          stage={edited}
          onClose={() => setEdited(null)}
          onDone={(values) => {
            const stage = { ...edited, ...values, names: bothNames(values.names) };
            draft.change(withStage(draft.value, stage));
            setEdited(null);
          }}
        />
      )}
      <TargetsDialog
        isOpen={isProblem(draft.problem, "stage_has_leads")}
        leaving={leavingStages(draft.base, draft.value)}
        targets={draft.value.filter((stage) => !stage.archived && stage.id)}
        isSaving={draft.isSaving}
        onDone={(targets) => draft.save({ stage_targets: targets })}
        onClose={draft.forgetProblem}
      />
    </div>
  );
}

function Limits({ stage }: { stage: StageEntry }) {
  const { t } = useTranslation();
  if (stage.kind !== "open") return t("settings.stages.closed_hint");
  const silent = t(`settings.stages.silent_after.${stage.silent_basis}`, { count: stage.silent_days ?? 0 });
  if (stage.dwell_days === null) return silent;
  return `${silent} · ${t("settings.stages.dwell_after", { count: stage.dwell_days })}`;
}
