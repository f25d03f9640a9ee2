import { useTranslation } from "react-i18next";
import { currentLanguage } from "../../i18n/language";
import { useIsPhone } from "../../ui/useMediaQuery";
import { useDay } from "../../workspace/dayContext";
import { useNow } from "../clock/useNow";
import type { RunView } from "../types";
import { useFlowWords } from "../useFlowWords";
import { type Bar, dayStartIn, type GanttRow, ganttOf } from "./gantt";
import styles from "./Run.module.css";

const DAY = 86_400_000;

/** The path of a run in time: as it was planned, as it is, and as it will be by what is known now. */
export function GanttView({ run }: { run: RunView }) {
  const { t } = useTranslation();
  const { workspace } = useDay();
  const isPhone = useIsPhone();
  const words = useFlowWords();
  const now = useNow();
  const dayStart = dayStartIn(workspace.timezone);
  // A day is promised until its end.
  const promised = run.promised_at ? dayStart(Date.parse(`${run.promised_at}T12:00:00Z`)) + DAY : null;
  const gantt = ganttOf(run.path, { now, promised, dayStart }, isPhone ? 4 : 9);
  const isFine = (gantt.ticks[1]?.instant ?? 0) - (gantt.ticks[0]?.instant ?? 0) < DAY;
  const tickText = new Intl.DateTimeFormat(currentLanguage(), {
    timeZone: workspace.timezone,
    ...(isFine
      ? { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }
      : { month: "numeric", day: "numeric" }),
  });
  const said = ({ step, real, isLate }: GanttRow) =>
    [
      t("flows.gantt.planned_from", {
        from: words.moment(step.planned_start),
        to: words.moment(step.planned_end),
      }),
      step.start && step.end
        ? t(real ? "flows.gantt.real_from" : "flows.gantt.expected_from", {
            from: words.moment(step.start),
            to: words.moment(step.end),
          })
        : words.state(step.state),
      isLate ? t("flows.gantt.late") : null,
    ]
      .filter(Boolean)
      .join(t("flows.gantt.and"));
  return (
    <>
      <div className={styles.gantt}>
        <div className={styles.gridArea} aria-hidden="true">
          {gantt.ticks.map(({ at, instant }) => (
            <span key={instant} className={styles.tick} style={{ left: `${at}%` }}>
              <span>{tickText.format(instant)}</span>
            </span>
          ))}
          {gantt.promised !== null && (
            <span className={styles.line} data-kind="promised" style={{ left: `${gantt.promised}%` }} />
          )}
          {gantt.now !== null && run.state === "open" && (
            <span className={styles.line} data-kind="now" style={{ left: `${gantt.now}%` }} />
          )}
        </div>
        <ol className={styles.rows} aria-label={t("flows.gantt.label")}>
          {gantt.rows.map((row, at) => (
            <li key={row.step.node} className={styles.row}>
              <span
                className={`${styles.rowName} ${at === 0 ? styles.first : ""}`}
                title={row.step.node_name}
              >
                {row.step.node_name}
                <span className="gp-visually-hidden">{t("flows.gantt.said", { text: said(row) })}</span>
              </span>
              <span className={`${styles.rowBars} ${at === 0 ? styles.first : ""}`} title={said(row)}>
                <BarSpan kind="planned" bar={row.planned} />
                <BarSpan kind="real" bar={row.real} isLate={row.isLate} />
                <BarSpan kind="expected" bar={row.expected} isLate={row.isLate} />
              </span>
            </li>
          ))}
        </ol>
      </div>
      <ul className={styles.key} aria-hidden="true">
        {(["planned", "real", "expected"] as const).map((kind) => (
          <li key={kind}>
            <span className={styles.bar} data-kind={kind} /> {t(`flows.gantt.${kind}`)}
          </li>
        ))}
        {run.state === "open" && (
          <li>
            <span className={styles.line} data-kind="now" /> {t("flows.gantt.now")}
          </li>
        )}
        {promised !== null && (
          <li>
            <span className={styles.line} data-kind="promised" /> {t("flows.gantt.promised")}
          </li>
        )}
      </ul>
    </>
  );
}

function BarSpan({ kind, bar, isLate = false }: { kind: string; bar: Bar | null; isLate?: boolean }) {
  if (!bar) return null;
  return (
    <span
      aria-hidden="true"
      className={styles.bar}
      data-kind={kind}
      data-late={isLate}
      style={{ left: `${bar.from}%`, width: `${bar.width}%` }}
    />
  );
}
