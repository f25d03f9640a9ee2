import { SearchOutlined } from "@ant-design/icons";
import { Button, Drawer, Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { isProblem } from "../../api/problem";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { useFocusBack } from "../../ui/useFocusBack";
import { useIsPhone } from "../../ui/useMediaQuery";
import { CardFiles } from "../files/CardFiles";
import { useFlowVersion, useRun } from "../queries";
import { Comments } from "../talk/Comments";
import styles from "./Card.module.css";
import { CardPanel } from "./CardPanel";

interface CardDrawerProps {
  runId: string;
  cardId: string;
  onClose: () => void;
}

/** One card before the board; on a phone it is the whole screen. */
export default function CardDrawer({ runId, cardId, onClose }: CardDrawerProps) {
  const { t } = useTranslation();
  useFocusBack();
  const isPhone = useIsPhone();
  const { data: run, error, isPending, refetch } = useRun(runId);
  const flow = useFlowVersion(run?.flow_id ?? "", run?.flow_number ?? 0, run !== undefined).data;
  const card = run?.cards.find((each) => each.id === cardId);
  const isGone = (isProblem(error) && error.status === 404) || (run !== undefined && !card);
  return (
    <Drawer
      open
      onClose={onClose}
      {...(isPhone ? { styles: { body: { padding: 16 } } } : {})}
      size={isPhone ? "100%" : 640}
      title={
        card ? `${card.node_name} · ${card.title}` : isGone ? t("flows.gone.title") : t("common.loading")
      }
      extra={run && <Link to={`/runs/${runId}/${cardId}`}>{t("flows.card.to_run")}</Link>}
    >
      {isPending && <Skeleton active paragraph={{ rows: 8 }} />}
      {isGone && (
        <EmptyState
          icon={<SearchOutlined />}
          title={t("flows.gone.title")}
          hint={t("flows.gone.hint")}
          action={<Button onClick={onClose}>{t("flows.gone.close")}</Button>}
        />
      )}
      {error && !run && !isGone && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {run && card && (
        <div className={styles.panel}>
          <CardPanel course={{ run, flow }} card={card} isNameHidden />
          <CardFiles run={run} card={card} lacking={card.missing_to_complete.attachments} />
          <Comments run={run} card={card} />
        </div>
      )}
    </Drawer>
  );
}
