import { ClusterOutlined, PlusOutlined, RightOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { api, ifMatch, ok } from "../../api/client";
import { Mark } from "../../settings/Mark";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Page } from "../../ui/Page";
import { PageSkeleton } from "../../ui/PageSkeleton";
import lines from "../../ui/SortableList.module.css";
import { useTimeText } from "../../workspace/useTimeText";
import { FLOWS_KEY, useFlows } from "../queries";
import type { FlowView } from "../types";
import styles from "./Design.module.css";
import { NewFlowDialog } from "./NewFlowDialog";

export function Component() {
  const { t } = useTranslation();
  const flows = useFlows();
  const [isNew, setNew] = useState(false);
  if (flows.isPending) return <PageSkeleton />;
  const all = flows.data ?? [];
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setNew(true)}>
      {t("flows.none.action")}
    </Button>
  );
  return (
    <Page
      title={t("settings.section.flows.name")}
      lead={t("settings.section.flows.hint")}
      extra={all.length > 0 && add}
    >
      <ErrorNotice error={flows.error} onRetry={() => void flows.refetch()} />
      {flows.data && all.length === 0 && (
        <EmptyState
          icon={<ClusterOutlined />}
          title={t("flows.none.title")}
          hint={t("flows.none.hint")}
          action={add}
        />
      )}
      {all.length > 0 && (
        <ul className={lines.list}>
          {all.map((flow) => (
            <FlowLine key={flow.id} flow={flow} />
          ))}
        </ul>
      )}
      {isNew && <NewFlowDialog taken={all.map(({ key }) => key)} onClose={() => setNew(false)} />}
    </Page>
  );
}

function FlowLine({ flow }: { flow: FlowView }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const cache = useQueryClient();
  const timeText = useTimeText();
  const archiving = useMutation({
    mutationFn: (archived: boolean) =>
      ok(
        api.PATCH("/v1/flows/{flow_id}", {
          params: { path: { flow_id: flow.id } },
          headers: ifMatch(flow.version),
          body: { archived },
        }),
      ),
    onSuccess: ({ archived }) =>
      void message.success(t(archived ? "flows.design.archived_done" : "flows.design.restored_done")),
    onSettled: () => cache.invalidateQueries({ queryKey: FLOWS_KEY }),
  });
  return (
    <li className={lines.line} data-plain="true">
      <div className={styles.words}>
        <span className={styles.name}>
          <Link to={`/settings/flows/${flow.id}`}>
            {flow.name} <RightOutlined aria-hidden="true" />
          </Link>
          {flow.archived && <Mark>{t("flows.design.archived")}</Mark>}
        </span>
        <p className={styles.about}>
          {[
            t("flows.design.steps", { count: flow.definition.nodes.length }),
            t("flows.design.version", { number: flow.number }),
            t("flows.design.changed", { at: timeText(flow.changed_at) }),
          ].join(" · ")}
        </p>
        <ErrorNotice error={archiving.error} />
      </div>
      <Button
        type="text"
        loading={archiving.isPending}
        aria-label={`${t(flow.archived ? "flows.design.restore" : "flows.design.archive")} ${flow.name}`}
        onClick={() => archiving.mutate(!flow.archived)}
      >
        {t(flow.archived ? "flows.design.restore" : "flows.design.archive")}
      </Button>
    </li>
  );
}
