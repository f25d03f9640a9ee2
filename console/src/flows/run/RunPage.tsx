import { SearchOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { isProblem } from "../../api/problem";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Page } from "../../ui/Page";
import { PageSkeleton } from "../../ui/PageSkeleton";
import { DayContext } from "../../workspace/dayContext";
import { useWorkspaceDay } from "../../workspace/useWorkspaceDay";
import { useFlowVersion, useRun } from "../queries";
import { RunActions } from "./RunActions";
import { RunBody } from "./RunBody";

/** One run: its path, its cards, and all that was recorded, said and sent in it. */
export function Component() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { runId = "", cardId } = useParams();
  const { day, error: dayError, retry } = useWorkspaceDay();
  const { data: run, error, isPending, refetch } = useRun(runId);
  const flow = useFlowVersion(run?.flow_id ?? "", run?.flow_number ?? 0, run !== undefined).data;
  if (isPending || (!day && !dayError)) return <PageSkeleton />;
  if (!run || !day) {
    const isGone = isProblem(error) && error.status === 404;
    return (
      <Page title={t(isGone ? "flows.gone.title" : "flows.run.title")}>
        {isGone ? (
          <EmptyState
            icon={<SearchOutlined />}
            title={t("flows.gone.title")}
            hint={t("flows.gone.hint")}
            action={<Button onClick={() => void navigate("/flows")}>{t("flows.gone.to_board")}</Button>}
          />
        ) : (
          <ErrorNotice error={error ?? dayError} onRetry={() => (day ? void refetch() : retry())} />
        )}
      </Page>
    );
  }
  const course = { run, flow };
  return (
    <DayContext value={day}>
      <Page
        title={run.title}
        lead={t("flows.run.lead", { flow: run.flow_name, number: run.flow_number })}
        width="wide"
        extra={<RunActions run={run} />}
      >
        {/* What was read stays in sight while the next reading fails. */}
        <ErrorNotice error={error} onRetry={() => void refetch()} />
        <RunBody course={course} cardId={cardId} />
      </Page>
    </DayContext>
  );
}
