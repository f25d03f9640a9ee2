import { Collapse } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { BarsChart } from "./BarsChart";
import { FiguresTable } from "./FiguresTable";
import { onTimeOf, type Report, reasonsOf, timesOf } from "./figures";
import { Tiles } from "./Tiles";
import styles from "./Timeliness.module.css";

export function ReportBody({ report }: { report: Report }) {
  const { t } = useTranslation();
  const charts = useMemo(
    () => ({
      times: timesOf(report.nodes, {
        median: t("flows.timeliness.chart.median"),
        p90: t("flows.timeliness.chart.p90"),
      }),
      onTime: onTimeOf(report.roles, t("flows.timeliness.column.on_time")),
      reasons: reasonsOf(report, t("flows.timeliness.column.blocked")),
    }),
    [report, t],
  );
  const hours = t("flows.timeliness.chart.hours");
  return (
    <div className={styles.body}>
      <Tiles total={report.total} />
      <div className={styles.charts}>
        <section className={styles.box}>
          <h2>{t("flows.timeliness.chart.times")}</h2>
          <BarsChart bars={charts.times} label={t("flows.timeliness.chart.times")} unit={hours} />
        </section>
        <div className={styles.body}>
          <section className={styles.box}>
            <h2>{t("flows.timeliness.chart.on_time")}</h2>
            <BarsChart bars={charts.onTime} label={t("flows.timeliness.chart.on_time")} unit="%" max={100} />
          </section>
          {charts.reasons.labels.length > 0 && (
            <section className={styles.box}>
              <h2>{t("flows.timeliness.chart.reasons")}</h2>
              <BarsChart bars={charts.reasons} label={t("flows.timeliness.chart.reasons")} unit={hours} />
            </section>
          )}
        </div>
      </div>
      <section className={styles.box}>
        <h2>{t("flows.timeliness.by_role")}</h2>
        <FiguresTable
          label={t("flows.timeliness.by_role")}
          first={t("flows.filter.role")}
          rows={report.roles.map((each) => ({ key: each.role ?? "", name: each.name, figures: each }))}
        />
      </section>
      <section className={styles.box}>
        <h2>{t("flows.timeliness.by_step")}</h2>
        <FiguresTable
          label={t("flows.timeliness.by_step")}
          first={t("flows.board.steps")}
          rows={report.nodes.map((each) => ({
            key: `${each.flow_id} ${each.node}`,
            name: each.name,
            about: `${each.flow_name} · ${each.role_name}`,
            figures: each,
          }))}
        />
      </section>
      {report.people && report.people.length > 0 && (
        <section className={styles.box}>
          <h2>{t("flows.timeliness.by_person")}</h2>
          <p className={styles.hint}>{t("flows.timeliness.people_hint")}</p>
          <FiguresTable
            label={t("flows.timeliness.by_person")}
            first={t("flows.holder.members")}
            rows={report.people.map((each) => ({ key: each.member_id, name: each.name, figures: each }))}
          />
        </section>
      )}
      {[...report.roles, ...report.nodes].some((each) => each.small) && (
        <p className={styles.hint}>{t("flows.timeliness.small")}</p>
      )}
      <Collapse
        ghost
        items={[
          {
            key: "terms",
            label: t("flows.timeliness.terms"),
            children: (
              <dl className={styles.terms}>
                {report.definitions.map(({ term, name, text }) => (
                  <div key={term}>
                    <dt>{name}</dt>
                    <dd>{text}</dd>
                  </div>
                ))}
              </dl>
            ),
          },
        ]}
      />
    </div>
  );
}
