import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMay } from "../../auth/queries";
import { Mark, PriorityMark } from "../Marks";
import type { RunView } from "../types";
import { type FlowWords, useFlowWords } from "../useFlowWords";
import styles from "./Run.module.css";

/** For whom, how it stands, and whether it will be there when it was promised. */
export function RunFacts({ run }: { run: RunView }) {
  const { t } = useTranslation();
  const may = useMay();
  const words = useFlowWords();
  const { forecast } = run;
  const customer =
    run.customer_id && may("customers.read") ? (
      <Link to={`/customers/${run.customer_id}`}>{run.customer_name ?? run.customer_id}</Link>
    ) : (
      run.customer_name
    );
  const facts: { name: string; value: ReactNode; isLate?: boolean }[] = [
    {
      name: t("flows.run.state"),
      value: (
        <span className={styles.marks}>
          <Mark tone={run.state === "cancelled" ? "none" : "good"}>{words.runState(run.state)}</Mark>
          <PriorityMark priority={run.priority} words={words} />
        </span>
      ),
    },
    { name: t("flows.run.customer"), value: customer },
    {
      name: t("flows.run.lead_link"),
      value:
        run.lead_id && may("leads.read") ? (
          <Link to={`/leads/${run.lead_id}`}>{t("flows.run.open_lead")}</Link>
        ) : null,
    },
    { name: t("flows.run.promised"), value: run.promised_at && words.day(run.promised_at) },
    {
      name: t(run.state === "open" ? "flows.run.forecast" : "flows.run.closed"),
      value: finishText(run, words),
      ...(run.promised_at && run.state !== "cancelled" ? { isLate: forecast.is_late } : {}),
    },
    {
      name: t("flows.run.started"),
      value: [run.started_by_name, words.moment(run.started_at)].filter(Boolean).join(" · "),
    },
    { name: t("flows.run.external_id"), value: run.external_id },
    { name: t("flows.run.reason"), value: run.reason },
  ];
  return (
    <dl className={styles.facts}>
      {facts
        .filter(({ value }) => value)
        .map(({ name, value, isLate }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd data-late={isLate}>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** When it will be, or was, done; against the promise where there is one. */
function finishText(run: RunView, words: FlowWords): string | null {
  const finish = run.state === "open" ? run.forecast.finish_at : run.closed_at;
  if (!finish) return null;
  const late = run.forecast.late_seconds;
  const at = words.moment(finish);
  if (late === null || late === undefined || run.state === "cancelled") return at;
  const time = words.duration(late);
  return words.t(late > 0 ? "flows.run.late" : "flows.run.early", { at, time });
}
