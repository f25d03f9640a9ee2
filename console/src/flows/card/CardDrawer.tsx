import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { RecordDrawer } from "../../ui/RecordDrawer";
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

export default function CardDrawer({ runId, cardId, onClose }: CardDrawerProps) {
  const { t } = useTranslation();
  const query = useRun(runId);
  const run = query.data;
  const flow = useFlowVersion(run?.flow_id ?? "", run?.flow_number ?? 0, run !== undefined).data;
  const card = run?.cards.find((each) => each.id === cardId);
  return (
    <RecordDrawer
      query={query}
      title={card ? `${card.node_name} · ${card.title}` : null}
      isMissing={run !== undefined && !card}
      gone={{ title: t("flows.gone.title"), hint: t("flows.gone.hint"), close: t("flows.gone.close") }}
      onClose={onClose}
      size={640}
      extra={run && <Link to={`/runs/${runId}/${cardId}`}>{t("flows.card.to_run")}</Link>}
    >
      {run && card && (
        <div className={styles.panel}>
          <CardPanel course={{ run, flow }} card={card} isNameHidden />
          <CardFiles run={run} card={card} lacking={card.missing_to_complete.attachments} />
          <Comments run={run} card={card} />
        </div>
      )}
    </RecordDrawer>
  );
}
