import { App, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../leads/act/Dialog";
import styles from "../design/Design.module.css";
import { Labelled } from "../design/Labelled";
import { useRun } from "../queries";
import { type Unmatched, useMatch, useOpenRuns } from "./queries";

/** Which card an event is about: of an open run, by hand. */
export function MatchDialog({ event, onClose }: { event: Unmatched; onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const runs = useOpenRuns();
  const matching = useMatch(event.id);
  const [runId, setRunId] = useState<string | null>(null);
  const [cardId, setCardId] = useState<string | null>(null);
  const [isMissing, setMissing] = useState(false);
  const run = useRun(runId ?? "", runId !== null);
  const likely = new Set(event.cards);
  const match = () => {
    if (!cardId) return setMissing(true);
    matching.mutate(cardId, {
      onSuccess: () => {
        void message.success(t("flows.connectors.unmatched.matched"));
        onClose();
      },
    });
  };
  return (
    <Dialog
      title={t("flows.connectors.unmatched.match_title")}
      about={event.reason_text}
      okText={t("flows.connectors.unmatched.match")}
      isPending={matching.isPending}
      error={matching.error ?? runs.error ?? run.error}
      problem={isMissing ? t("flows.connectors.unmatched.card_missing") : null}
      onOk={match}
      onClose={onClose}
    >
      <Labelled label={t("flows.run.title")}>
        {(id) => (
          <Select<string>
            id={id}
            className={styles.wide ?? ""}
            showSearch={{ optionFilterProp: "label" }}
            loading={runs.isPending}
            value={runId}
            onChange={(next) => {
              setRunId(next);
              setCardId(null);
            }}
            options={(runs.data ?? []).map((each) => ({
              value: each.id,
              label: [each.title, each.external_id].filter(Boolean).join(" · "),
            }))}
          />
        )}
      </Labelled>
      <Labelled label={t("flows.pane.card")}>
        {(id) => (
          <Select<string>
            id={id}
            className={styles.wide ?? ""}
            disabled={!run.data}
            loading={run.isFetching && !run.data}
            value={cardId}
            onChange={(next) => {
              setCardId(next);
              setMissing(false);
            }}
            options={(run.data?.cards ?? []).map((each) => ({
              value: each.id,
              label: `${each.node_name} · ${t(`flows.state.${each.state}`)}${
                likely.has(each.id) ? ` · ${t("flows.connectors.unmatched.likely")}` : ""
              }`,
            }))}
          />
        )}
      </Labelled>
    </Dialog>
  );
}
