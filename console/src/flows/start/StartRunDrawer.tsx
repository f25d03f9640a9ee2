import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Drawer, Select, Skeleton } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { api, ok, type Schemas } from "../../api/client";
import { isProblem } from "../../api/problem";
import { attemptKey, forgetAttempt } from "../../leads/attempt";
import create from "../../leads/create/Create.module.css";
import type { LeadView } from "../../leads/types";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { useFocusBack } from "../../ui/useFocusBack";
import { useIsPhone } from "../../ui/useMediaQuery";
import { useDay } from "../../workspace/dayContext";
import { missingOf } from "../card/useCardMove";
import { askedFields, type Drafts, readDrafts } from "../fields";
import { BOARD_KEY, CARDS_KEY, RUNS_KEY, useFlows } from "../queries";
import type { Priority } from "../types";
import { useFlowWords } from "../useFlowWords";
import { StartFields } from "./StartFields";
import { draftsFromLead } from "./startDrafts";

interface StartRunDrawerProps {
  lead?: LeadView;
  onClose: () => void;
}

const ATTEMPT = "run";

/** Starts a flow: for a lead, for a customer, or for itself. */
export default function StartRunDrawer({ lead, onClose }: StartRunDrawerProps) {
  const { t } = useTranslation();
  useFocusBack();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const isPhone = useIsPhone();
  const { workspace } = useDay();
  const words = useFlowWords();
  const formId = useId();
  const flows = useFlows();
  const live = (flows.data ?? []).filter((each) => !each.archived);
  const [chosen, setChosen] = useState<string | null>(null);
  const flow = live.find((each) => each.id === chosen) ?? live[0];
  const [typed, setTyped] = useState<Drafts>({});
  const [about, setAbout] = useState({ title: "", customer: null as string | null, promised: "" });
  const [priority, setPriority] = useState<Priority>("normal");
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const fields = flow
    ? askedFields(flow.definition, flow.definition.start_fields ?? [], words.names, true)
    : [];
  const drafts = { ...(flow ? draftsFromLead(flow.definition, fields, lead ?? null) : {}), ...typed };
  const starting = useMutation({
    mutationFn: (body: Schemas["NewRunBody"]) =>
      ok(
        api.POST("/v1/runs", { params: { header: { "Idempotency-Key": attemptKey(ATTEMPT, body) } }, body }),
      ),
    onSuccess: (run) => {
      forgetAttempt(ATTEMPT);
      for (const queryKey of [BOARD_KEY, CARDS_KEY, RUNS_KEY]) void cache.invalidateQueries({ queryKey });
      void message.success(t("flows.start.done", { title: run.title }));
      onClose();
      void navigate(`/runs/${run.id}`);
    },
    onError: (error) => tell(refused(error, t("leads.field.required"))),
  });
  const tell = (found: Record<string, string>) => {
    setProblems(found);
    const first = fields.find(({ id }) => found[id]);
    if (first) document.getElementById(`${formId}-${first.id}`)?.focus();
  };
  const start = () => {
    if (!flow) return;
    const read = readDrafts(fields, drafts, {}, () => workspace.currency);
    const found = Object.fromEntries([
      ...read.missing.map((id) => [id, t("leads.field.required")]),
      ...read.wrong.map((id) => [id, t("leads.field.amount_wrong")]),
    ]);
    tell(found);
    if (Object.keys(found).length > 0) return;
    starting.mutate({
      flow: flow.id,
      title: about.title.trim() || null,
      ...(lead ? { lead_id: lead.id } : {}),
      ...(about.customer ? { customer_id: about.customer } : {}),
      promised_at: about.promised || null,
      priority,
      values: read.values,
    });
  };
  return (
    <Drawer
      open
      title={t("flows.start.action")}
      onClose={onClose}
      {...(isPhone ? { styles: { body: { padding: 16 } } } : {})}
      size={isPhone ? "100%" : 520}
      footer={
        <div className={create.foot}>
          <Button onClick={onClose}>{t("leads.cancel")}</Button>
          <Button type="primary" disabled={!flow} loading={starting.isPending} onClick={start}>
            {t("flows.start.submit")}
          </Button>
        </div>
      }
    >
      {flows.isPending && <Skeleton active />}
      <ErrorNotice error={flows.error} onRetry={() => void flows.refetch()} />
      {flows.data && live.length === 0 && (
        <EmptyState icon={null} title={t("flows.none.title")} hint={t("flows.none.hint")} />
      )}
      {flow && (
        <form
          className={create.form}
          aria-label={t("flows.start.action")}
          onSubmit={(event) => {
            event.preventDefault();
            start();
          }}
        >
          <div>
            <label className={create.label} htmlFor={`${formId}-flow`}>
              {t("flows.filter.flow")}
            </label>
            <Select
              id={`${formId}-flow`}
              className={create.wide ?? ""}
              value={flow.id}
              onChange={setChosen}
              options={live.map((each) => ({ value: each.id, label: each.name }))}
            />
          </div>
          <StartFields
            id={formId}
            flow={flow}
            fields={fields}
            drafts={drafts}
            problems={problems}
            about={about}
            priority={priority}
            hasCustomer={!lead}
            onDraft={(id, draft) => {
              setTyped((all) => ({ ...all, [id]: draft }));
              setProblems(({ [id]: _gone, ...rest }) => rest);
            }}
            onAbout={setAbout}
            onPriority={setPriority}
          />
          {Object.keys(problems).length === 0 && <ErrorNotice error={starting.error} />}
          {/* So that Enter in a field starts. */}
          <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
        </form>
      )}
    </Drawer>
  );
}

function refused(error: unknown, required: string): Record<string, string> {
  const missing = missingOf(error);
  if (missing) return Object.fromEntries(missing.fields.map((id) => [id, required]));
  if (!isProblem(error)) return {};
  return Object.fromEntries(
    error.errors
      .filter(({ field }) => field.startsWith("values."))
      .map(({ field, message }) => [field.slice("values.".length), message]),
  );
}
