import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Stage } from "../../settings/setup/types";
import { useDay } from "../../workspace/dayContext";
import type { LeadView } from "../types";
import styles from "./StageSteps.module.css";

interface StageStepsProps {
  lead: LeadView;
  mayMove: boolean;
  onMove: (to: Stage) => void;
}

/** The stages as stations on one line: those behind, where the lead stands, those ahead. A tap moves it there. */
export function StageSteps({ lead, mayMove, onMove }: StageStepsProps) {
  const { t } = useTranslation();
  const { workspace, nameOf, daysSince } = useDay();
  const stages = workspace.stages.filter((each) => !each.archived || each.id === lead.stage);
  const here = stages.findIndex((each) => each.id === lead.stage);
  const current = useRef<HTMLLIElement>(null);
  // On a narrow screen the line is longer than the page is wide.
  useEffect(() => {
    const line = current.current?.parentElement;
    if (line && current.current) line.scrollLeft = current.current.offsetLeft - line.clientWidth / 3;
  }, []);
  const isLost = lead.stage_kind === "lost";
  return (
    <ol className={styles.line} aria-label={t("leads.stage.label")}>
      {stages.map((stage, at) => {
        const isHere = at === here;
        const isPassed = !isLost && stage.kind === "open" && at < here;
        const name = nameOf(stage);
        const days = isHere && lead.stage_since && stage.kind === "open" ? daysSince(lead.stage_since) : null;
        return (
          <li
            key={stage.id}
            ref={isHere ? current : undefined}
            className={styles.station}
            data-state={isHere ? "here" : isPassed ? "passed" : "ahead"}
            data-kind={stage.kind}
            aria-current={isHere ? "step" : undefined}
          >
            {mayMove && !isHere ? (
              <button
                type="button"
                onClick={() => onMove(stage)}
                title={t("leads.stage.to", { stage: name })}
              >
                {name}
              </button>
            ) : (
              <span>
                {name}
                {days !== null && days > 0 && <small> {t("leads.stage.days", { count: days })}</small>}
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
