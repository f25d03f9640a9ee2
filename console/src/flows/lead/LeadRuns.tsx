import { PlusOutlined } from "@ant-design/icons";
import { Button, Skeleton } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMay } from "../../auth/queries";
import type { LeadView } from "../../leads/types";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Mark, PriorityMark } from "../Marks";
import { useRunsOf } from "../queries";
import { useFlowWords } from "../useFlowWords";
import styles from "./LeadRuns.module.css";

const StartRunDrawer = lazy(() => import("../start/StartRunDrawer"));

/** What other departments do for a lead, and how it stands with it. */
export function LeadRuns({ lead }: { lead: LeadView }) {
  const { t } = useTranslation();
  const may = useMay();
  const words = useFlowWords();
  const [isStarting, setStarting] = useState(false);
  const runs = useRunsOf(lead.id, may("flows.read"));
  if (!may("flows.read")) return null;
  return (
    <section className={styles.section} aria-label={t("flows.lead.title")}>
      <div className={styles.head}>
        <h2>{t("flows.lead.title")}</h2>
        {may("flows.work") && (
          <Button size="small" icon={<PlusOutlined />} onClick={() => setStarting(true)}>
            {t("flows.start.action")}
          </Button>
        )}
      </div>
      {runs.isPending && <Skeleton active title={false} paragraph={{ rows: 1 }} />}
      <ErrorNotice error={runs.error} onRetry={() => void runs.refetch()} />
      {runs.data?.length === 0 && <p className={styles.none}>{t("flows.lead.none")}</p>}
      <ul className={styles.list}>
        {runs.data?.map((run) => (
          <li key={run.id} className={styles.line}>
            <Link to={`/runs/${run.id}`} className={styles.main}>
              {run.flow_name}
            </Link>
            <PriorityMark priority={run.priority} words={words} />
            <Mark tone={run.state === "cancelled" ? "none" : "good"}>{words.runState(run.state)}</Mark>
            <span className={styles.about}>
              {run.state === "open" && run.promised_at
                ? t("flows.lead.promised", { date: words.day(run.promised_at) })
                : words.day(run.closed_at ?? run.started_at)}
            </span>
          </li>
        ))}
      </ul>
      {isStarting && (
        <Suspense fallback={null}>
          <StartRunDrawer lead={lead} onClose={() => setStarting(false)} />
        </Suspense>
      )}
    </section>
  );
}
