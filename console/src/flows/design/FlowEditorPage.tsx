import { Alert, Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { SaveBar } from "../../settings/setup/SaveBar";
import { UnsavedGuard } from "../../settings/setup/UnsavedGuard";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Page } from "../../ui/Page";
import { PageSkeleton } from "../../ui/PageSkeleton";
import { DayContext } from "../../workspace/dayContext";
import { useWorkspaceDay } from "../../workspace/useWorkspaceDay";
import { useFlows } from "../queries";
import type { FlowView } from "../types";
import { BasicsCard } from "./BasicsCard";
import styles from "./Design.module.css";
import { elsewhere } from "./draft";
import { FieldsCard } from "./FieldsCard";
import { NodesCard } from "./NodesCard";
import { ReasonsCard } from "./ReasonsCard";
import { useFlowDraft } from "./useFlowDraft";

const MigrationDialog = lazy(() => import("./MigrationDialog"));

const SHOWN = [
  "names",
  "key",
  "description",
  "starts",
  "promised_field",
  "nodes",
  "fields",
  "blocking_reasons",
];

/** A flow's definition; what is saved is a new version, and open runs keep theirs unless one wants otherwise. */
export function Component() {
  const { t } = useTranslation();
  const { flowId } = useParams();
  const { day, error, retry } = useWorkspaceDay();
  const flows = useFlows();
  const flow = flows.data?.find((each) => each.id === flowId || each.key === flowId);
  if (flows.isPending || (!day && !error)) return <PageSkeleton />;
  if (!flow || !day) {
    return (
      <Page title={t("flows.design.title")}>
        {flows.data && !flow && <Alert type="warning" showIcon title={t("flows.design.gone")} />}
        <ErrorNotice error={flows.error ?? error} onRetry={() => (day ? void flows.refetch() : retry())} />
      </Page>
    );
  }
  return (
    <DayContext value={day}>
      <Editor key={flow.id} flow={flow} />
    </DayContext>
  );
}

function Editor({ flow }: { flow: FlowView }) {
  const { t } = useTranslation();
  const [migrating, setMigrating] = useState<FlowView | null>(null);
  const draft = useFlowDraft(flow, setMigrating);
  const others = elsewhere(draft.findings, SHOWN);
  const count = draft.findings.length;
  return (
    <Page
      title={flow.name}
      lead={t("flows.design.lead", { number: flow.number })}
      extra={<Button onClick={() => setMigrating(flow)}>{t("flows.design.migrate.action")}</Button>}
    >
      {draft.isStale && (
        <Alert
          type="warning"
          showIcon
          role="alert"
          title={t("flows.design.stale")}
          action={
            <span className={styles.row}>
              <Button size="small" onClick={draft.discard}>
                {t("settings.clash.reload")}
              </Button>
              <Button size="small" onClick={draft.saveOver}>
                {t("flows.design.save_over")}
              </Button>
            </span>
          }
        />
      )}
      <ErrorNotice error={draft.problem} />
      {others.length > 0 && (
        <div className={styles.findings}>
          {others.map(({ field, message }) => (
            <p key={`${field} ${message}`} role="alert" className={styles.wrong}>
              {message}
            </p>
          ))}
        </div>
      )}
      <BasicsCard draft={draft} />
      <NodesCard draft={draft} />
      <FieldsCard draft={draft} />
      <ReasonsCard draft={draft} />
      <SaveBar draft={draft} hindrance={count > 0 ? t("flows.design.findings", { count }) : null} />
      <UnsavedGuard isDirty={draft.isDirty} />
      {migrating && (
        <Suspense fallback={null}>
          <MigrationDialog flow={migrating} onClose={() => setMigrating(null)} />
        </Suspense>
      )}
    </Page>
  );
}
