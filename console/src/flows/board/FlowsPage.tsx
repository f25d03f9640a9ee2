import { BarChartOutlined, ClusterOutlined, PlusOutlined, UserOutlined } from "@ant-design/icons";
import { Button, Skeleton } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { isProblem } from "../../api/problem";
import { useMay } from "../../auth/queries";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Page } from "../../ui/Page";
import { DayContext } from "../../workspace/dayContext";
import { useWorkspaceDay } from "../../workspace/useWorkspaceDay";
import { useBoard, useFlows } from "../queries";
import { Board } from "./Board";
import { FilterBar } from "./FilterBar";
import { useBoardAddress } from "./useBoardAddress";

const CardDrawer = lazy(() => import("../card/CardDrawer"));
const StartRunDrawer = lazy(() => import("../start/StartRunDrawer"));

/** 协作看板: who has what, and how long they have. */
export function Component() {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const { day, error, retry } = useWorkspaceDay();
  const [isStarting, setStarting] = useState(false);
  return (
    <Page
      title={t("flows.board.title")}
      width="wide"
      extra={
        <>
          <Button
            type="text"
            icon={<BarChartOutlined />}
            aria-label={t("flows.timeliness.title")}
            title={t("flows.timeliness.title")}
            onClick={() => void navigate("/flows/timeliness")}
          />
          <Button icon={<UserOutlined />} onClick={() => void navigate("/cards")}>
            {t("flows.mine.title")}
          </Button>
          {may("flows.work") && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setStarting(true)}>
              {t("flows.start.action")}
            </Button>
          )}
        </>
      }
    >
      <ErrorNotice error={error} onRetry={retry} />
      {day && (
        <DayContext value={day}>
          <BoardBody />
          {isStarting && (
            <Suspense fallback={null}>
              <StartRunDrawer onClose={() => setStarting(false)} />
            </Suspense>
          )}
        </DayContext>
      )}
    </Page>
  );
}

function BoardBody() {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const address = useBoardAddress();
  const flows = useFlows();
  const board = useBoard(address.flow, address.filters);
  const flow = flows.data?.find((each) => each.id === board.data?.flow_id || each.key === address.flow);
  const isNone = isProblem(board.error) && board.error.status === 404;
  if (isNone) {
    return (
      <EmptyState
        icon={<ClusterOutlined />}
        title={t("flows.none.title")}
        hint={t("flows.none.hint")}
        action={
          may("flows.design") && (
            <Button type="primary" onClick={() => void navigate("/settings/flows")}>
              {t("flows.none.action")}
            </Button>
          )
        }
      />
    );
  }
  return (
    <>
      <FilterBar flows={flows.data ?? []} flow={flow} address={address} />
      {/* What was read stays in sight while the next reading fails. */}
      <ErrorNotice error={board.error ?? flows.error} onRetry={() => void board.refetch()} />
      {board.isPending && <Skeleton active paragraph={{ rows: 8 }} />}
      {board.data && <Board key={board.data.flow_id} board={board.data} flow={flow} address={address} />}
      {address.card && (
        <Suspense fallback={null}>
          <CardDrawer {...address.card} onClose={address.close} />
        </Suspense>
      )}
    </>
  );
}
