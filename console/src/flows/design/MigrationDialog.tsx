import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Checkbox, Modal, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ifMatch, ok, type Schemas } from "../../api/client";
import { currentLanguage } from "../../i18n/language";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { FLOWS_KEY } from "../queries";
import type { FlowView } from "../types";
import styles from "./Design.module.css";

type Impact = Schemas["RunImpact"];

/** Which open runs of older versions go over to the newest one, with what it changes in each. */
export default function MigrationDialog({ flow, onClose }: { flow: FlowView; onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const cache = useQueryClient();
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const call = (body: Schemas["MigrationRequest"]) =>
    ok(
      api.POST("/v1/flows/{flow_id}/migrate", {
        params: { path: { flow_id: flow.id } },
        headers: ifMatch(flow.version),
        body,
      }),
    );
  const preview = useQuery({
    queryKey: [...FLOWS_KEY, "migration", flow.id, flow.number],
    staleTime: 0,
    gcTime: 0,
    queryFn: () => call({ dry_run: true }),
  });
  const moving = useMutation({
    mutationFn: (runs: string[]) => call({ runs, dry_run: false }),
    onSuccess: ({ items }) => {
      const count = items.filter((each) => each.moved).length;
      void message.success(t("flows.design.migrate.done", { count }));
      onClose();
    },
    onSettled: () => cache.invalidateQueries({ queryKey: FLOWS_KEY }),
  });
  const items = preview.data?.items ?? [];
  const chosen = items.filter((each) => picked.has(each.run_id)).map((each) => each.run_id);
  const toggle = (id: string, isOn: boolean) =>
    setPicked((before) => {
      const after = new Set(before);
      if (isOn) after.add(id);
      else after.delete(id);
      return after;
    });
  const isNone = preview.data !== undefined && items.length === 0;
  return (
    <Modal
      open
      title={t("flows.design.migrate.title", { number: flow.number })}
      okText={isNone ? t("flows.gone.close") : t("flows.design.migrate.submit", { count: chosen.length })}
      cancelText={t("flows.design.migrate.keep")}
      cancelButtonProps={{ hidden: isNone }}
      okButtonProps={{ disabled: !isNone && chosen.length === 0 }}
      confirmLoading={moving.isPending}
      onOk={() => (isNone ? onClose() : moving.mutate(chosen))}
      onCancel={onClose}
    >
      <div className={styles.form}>
        {preview.isPending && <Skeleton active title={false} />}
        <ErrorNotice error={preview.error ?? moving.error} onRetry={() => void preview.refetch()} />
        {isNone && <p>{t("flows.design.migrate.none")}</p>}
        {items.length > 0 && <p className={styles.about}>{t("flows.design.migrate.hint")}</p>}
        {items.length > 1 && (
          <Checkbox
            checked={chosen.length === items.length}
            indeterminate={chosen.length > 0 && chosen.length < items.length}
            onChange={({ target }) =>
              setPicked(new Set(target.checked ? items.map((each) => each.run_id) : []))
            }
          >
            {t("flows.design.migrate.all", { count: items.length })}
          </Checkbox>
        )}
        <ul className={styles.runs}>
          {items.map((each) => (
            <li key={each.run_id}>
              <Checkbox
                checked={picked.has(each.run_id)}
                onChange={({ target }) => toggle(each.run_id, target.checked)}
              >
                {each.title}
                <Changes impact={each} flow={flow} />
              </Checkbox>
            </li>
          ))}
        </ul>
        {(preview.data?.left ?? 0) > 0 && (
          <p className={styles.about}>{t("flows.design.migrate.left", { count: preview.data?.left ?? 0 })}</p>
        )}
      </div>
    </Modal>
  );
}

function Changes({ impact, flow }: { impact: Impact; flow: FlowView }) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const name = (id: string) => flow.definition.nodes.find((each) => each.id === id)?.names[language] ?? id;
  const list = (ids: string[]) => ids.map(name).join(", ");
  const parts = [
    impact.added.length > 0 && t("flows.design.migrate.added", { steps: list(impact.added) }),
    impact.removed.length > 0 && t("flows.design.migrate.removed", { steps: list(impact.removed) }),
    impact.changed.length > 0 && t("flows.design.migrate.changed", { steps: list(impact.changed) }),
  ].filter(Boolean);
  return (
    <span className={styles.about}>
      {" "}
      {t("flows.design.migrate.from", { number: impact.from_number })}
      {parts.length > 0 ? ` · ${parts.join(" · ")}` : ` · ${t("flows.design.migrate.nothing")}`}
    </span>
  );
}
