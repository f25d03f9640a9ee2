import { CheckCircleFilled, ClockCircleOutlined, StopOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { api, ok } from "../../api/client";
import { isProblem } from "../../api/problem";
import { currentLanguage } from "../../i18n/language";
import { OfflineNotice } from "../../shell/OfflineNotice";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Logo } from "../../ui/Logo";
import { Outcome } from "../../ui/Outcome";
import { LanguageMenu } from "../../ui/PreferenceMenus";
import { useArrival } from "../../ui/useArrival";
import { isOpen } from "../clock/countdown";
import { ReceiptForm } from "./ReceiptForm";
import styles from "./Track.module.css";
import type { Tracked } from "./useReceipt";

/** What somebody outside sees by the link of a letter: how far it is, and the form that says it has arrived. */
export function Component() {
  const { t } = useTranslation();
  const { token = "" } = useParams();
  const tracked = useQuery({
    queryKey: ["track", token, currentLanguage()],
    refetchInterval: 60_000,
    queryFn: ({ signal }) => ok(api.GET("/v1/track/{token}", { params: { path: { token } }, signal })),
  });
  const isGone = isProblem(tracked.error) && tracked.error.status < 500 && tracked.error.status > 0;
  return (
    <div className={styles.frame}>
      <OfflineNotice />
      <header className={styles.bar}>
        <Logo />
        <LanguageMenu />
      </header>
      <main className={styles.main}>
        {tracked.isPending && <Skeleton active paragraph={{ rows: 6 }} />}
        {isGone && <Outcome kind="missing" title={t("flows.track.gone")} hint={t("flows.track.gone_hint")} />}
        {tracked.isError && !isGone && !tracked.data && (
          <ErrorNotice error={tracked.error} onRetry={() => void tracked.refetch()} />
        )}
        {tracked.data && !isGone && <TrackedRun token={token} tracked={tracked.data} />}
      </main>
      <footer className={styles.foot}>{t("flows.track.foot")}</footer>
    </div>
  );
}

function TrackedRun({ token, tracked }: { token: string; tracked: Tracked }) {
  const { t } = useTranslation();
  const heading = useArrival(tracked.title);
  const moment = new Intl.DateTimeFormat(currentLanguage(), { dateStyle: "medium", timeStyle: "short" });
  return (
    <>
      <div>
        <p className={styles.from}>{t("flows.track.from", { workspace: tracked.workspace })}</p>
        <h1 ref={heading} tabIndex={-1}>
          {tracked.title}
        </h1>
        {tracked.state === "cancelled" && <p className={styles.from}>{t("flows.track.cancelled")}</p>}
      </div>
      <ol className={styles.steps} aria-label={t("flows.track.steps")}>
        {tracked.steps.map((step) => (
          <li key={step.name} className={styles.step} data-state={step.state}>
            <span className={styles.icon} aria-hidden="true">
              {iconOf(step.state)}
            </span>
            <span className={styles.name}>{step.name}</span>
            <span className={styles.state}>
              {t(`flows.track.state.${step.state}`)}
              {step.done_at && ` · ${moment.format(new Date(step.done_at))}`}
            </span>
          </li>
        ))}
      </ol>
      {tracked.facts.length > 0 && (
        <dl className={styles.facts}>
          {tracked.facts.map((fact) => (
            <div key={fact.id}>
              <dt>{fact.name}</dt>
              <dd>{fact.value === null || fact.value === undefined ? "—" : String(fact.value)}</dd>
            </div>
          ))}
        </dl>
      )}
      {tracked.received_at && (
        <p className={styles.received} role="status">
          <CheckCircleFilled aria-hidden="true" />
          {tracked.receipt_name
            ? t("flows.track.received_by", {
                name: tracked.receipt_name,
                at: moment.format(new Date(tracked.received_at)),
              })
            : t("flows.track.received", { at: moment.format(new Date(tracked.received_at)) })}
        </p>
      )}
      {tracked.can_receive && <ReceiptForm token={token} />}
    </>
  );
}

function iconOf(state: Tracked["steps"][number]["state"]): ReactNode {
  if (state === "done") return <CheckCircleFilled />;
  if (isOpen(state)) return <ClockCircleOutlined />;
  return state === "cancelled" || state === "skipped" ? <StopOutlined /> : null;
}
