import { EditOutlined, StopOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ifMatch, ok, type Schemas } from "../../api/client";
import { isProblem } from "../../api/problem";
import act from "../../leads/act/act.module.css";
import { Dialog } from "../../leads/act/Dialog";
import { Chips } from "../../ui/Chips";
import { DayField } from "../../workspace/DayField";
import { askAnew } from "../card/useCardMove";
import { PRIORITIES, type Priority, type RunView } from "../types";
import { useFocusOnOpen } from "../useFocusOnOpen";

/** Title, promise and priority of a run; and its end before it is done. */
export function RunActions({ run }: { run: RunView }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<"change" | "cancel" | null>(null);
  const close = () => setAsked(null);
  return (
    <>
      {run.may.includes("change") && (
        <Button icon={<EditOutlined />} onClick={() => setAsked("change")}>
          {t("flows.run.change")}
        </Button>
      )}
      {run.may.includes("cancel") && (
        <Button type="text" danger icon={<StopOutlined />} onClick={() => setAsked("cancel")}>
          {t("flows.run.cancel")}
        </Button>
      )}
      {asked === "change" && <ChangeDialog run={run} onClose={close} />}
      {asked === "cancel" && <CancelDialog run={run} onClose={close} />}
    </>
  );
}

function useRunChange<Body>(run: RunView, call: (body: Body) => Promise<RunView>, onDone: () => void) {
  const cache = useQueryClient();
  const { message } = App.useApp();
  const { t } = useTranslation();
  return useMutation({
    mutationFn: call,
    onSuccess: () => {
      void message.success(t("flows.run.saved"));
      onDone();
    },
    onSettled: () => askAnew(cache, run.id),
  });
}

interface RunDialogProps {
  run: RunView;
  onClose: () => void;
}

function ChangeDialog({ run, onClose }: RunDialogProps) {
  const { t } = useTranslation();
  const id = useId();
  // The version that one began on: what somebody else changed meanwhile is not overwritten unseen.
  const [version, setVersion] = useState(run.version);
  const [title, setTitle] = useState(run.title);
  const [promised, setPromised] = useState(run.promised_at ?? "");
  const [priority, setPriority] = useState<Priority>(run.priority);
  const [isMissing, setMissing] = useState(false);
  const changing = useRunChange(
    run,
    (body: Schemas["RunChange"]) =>
      ok(
        api.PATCH("/v1/runs/{run_id}", {
          params: { path: { run_id: run.id } },
          headers: ifMatch(version),
          body,
        }),
      ),
    onClose,
  );
  const isStale = isProblem(changing.error) && changing.error.status === 412;
  const save = () => {
    if (title.trim() === "") return setMissing(true);
    changing.mutate({ title: title.trim(), promised_at: promised || null, priority });
  };
  return (
    <Dialog
      title={t("flows.run.change")}
      okText={isStale ? t("flows.run.save_over") : t("leads.save")}
      isPending={changing.isPending}
      error={isStale ? null : changing.error}
      problem={isMissing ? t("leads.field.required") : isStale ? t("flows.run.stale") : null}
      onOk={() => {
        if (isStale && version !== run.version) setVersion(run.version);
        save();
      }}
      onClose={onClose}
    >
      <div>
        <label className={act.label} htmlFor={`${id}-title`}>
          {t("flows.start.title_label")}
        </label>
        <Input
          id={`${id}-title`}
          maxLength={200}
          value={title}
          onChange={({ target }) => {
            setTitle(target.value);
            setMissing(false);
          }}
        />
      </div>
      <div>
        <label className={act.label} htmlFor={`${id}-promised`}>
          {t("flows.start.promised")}
        </label>
        <DayField id={`${id}-promised`} look="box" value={promised} onChange={setPromised} />
        {promised && (
          <Button type="link" size="small" onClick={() => setPromised("")}>
            {t("flows.start.no_promise")}
          </Button>
        )}
      </div>
      <Chips
        label={t("flows.start.priority")}
        options={PRIORITIES.map((value) => ({ value, label: t(`flows.priority.${value}`) }))}
        value={priority}
        onChange={setPriority}
      />
    </Dialog>
  );
}

function CancelDialog({ run, onClose }: RunDialogProps) {
  const { t } = useTranslation();
  const id = useId();
  useFocusOnOpen(id);
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  const cancelling = useRunChange(
    run,
    (body: Schemas["CancelRequest"]) =>
      ok(api.POST("/v1/runs/{run_id}/cancel", { params: { path: { run_id: run.id } }, body })),
    onClose,
  );
  return (
    <Dialog
      title={t("flows.run.cancel_title")}
      about={t("flows.run.cancel_about")}
      okText={t("flows.run.cancel")}
      isPending={cancelling.isPending}
      error={cancelling.error}
      problem={isMissing ? t("flows.note.missing") : null}
      onOk={() => (reason.trim() ? cancelling.mutate({ reason: reason.trim() }) : setMissing(true))}
      onClose={onClose}
    >
      <div>
        <label className={act.label} htmlFor={id}>
          {t("flows.note.reason")}
        </label>
        <Input.TextArea
          id={id}
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={2000}
          value={reason}
          onChange={({ target }) => {
            setReason(target.value);
            setMissing(false);
          }}
        />
      </div>
    </Dialog>
  );
}
