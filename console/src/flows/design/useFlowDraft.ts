import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ifMatch, ok } from "../../api/client";
import { type FieldProblem, isProblem } from "../../api/problem";
import { FLOWS_KEY } from "../queries";
import type { FlowDefinition, FlowView } from "../types";
import { isSameFlow, withBothNames } from "./draft";

const PAUSE_MS = 700;

/** A draft of a flow's definition: checked by the server as it is edited, saved as a new version. */
export function useFlowDraft(flow: FlowView, onSaved: (after: FlowView) => void) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const cache = useQueryClient();
  const [kept, setKept] = useState<{ value: FlowDefinition; version: number } | null>(null);
  const value = kept?.value ?? flow.definition;
  const isDirty = kept !== null && !isSameFlow(kept.value, flow.definition);
  const findings = useFindings(value, isDirty);
  const saving = useMutation({
    mutationFn: (version: number) =>
      ok(
        api.PATCH("/v1/flows/{flow_id}", {
          params: { path: { flow_id: flow.id } },
          headers: ifMatch(version),
          body: { definition: withBothNames(value) },
        }),
      ),
    onSuccess: (after) => {
      setKept(null);
      void message.success(t("flows.design.saved", { number: after.number }));
      onSaved(after);
    },
    onSettled: () => cache.invalidateQueries({ queryKey: FLOWS_KEY }),
  });
  const isStale = isProblem(saving.error) && saving.error.status === 412;
  return {
    value,
    isDirty,
    isSaving: saving.isPending,
    isStale,
    problem: isStale || saved(saving.error).length > 0 ? null : saving.error,
    findings: [...findings, ...(findings.length === 0 ? saved(saving.error) : [])],
    change: (next: FlowDefinition) => {
      saving.reset();
      setKept((before) => ({ value: next, version: before?.version ?? flow.version }));
    },
    save: () => saving.mutate(kept?.version ?? flow.version),
    /** Over what somebody else saved meanwhile: theirs stays as a version of its own. */
    saveOver: () => saving.mutate(flow.version),
    discard: () => {
      saving.reset();
      setKept(null);
    },
  };
}

export type FlowDraft = ReturnType<typeof useFlowDraft>;

/** Findings of a refused save, by their place in the definition. */
function saved(error: unknown): FieldProblem[] {
  if (!isProblem(error) || error.status !== 422) return [];
  return error.errors.map(({ field, message }) => ({ field: field.replace(/^definition\./, ""), message }));
}

/** What the server finds wrong, a moment after the last change. */
function useFindings(value: FlowDefinition, isDirty: boolean): FieldProblem[] {
  const [findings, setFindings] = useState<FieldProblem[]>([]);
  useEffect(() => {
    if (!isDirty) {
      setFindings([]);
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      try {
        await ok(api.POST("/v1/flows/check", { body: withBothNames(value), signal: stop.signal }));
        setFindings([]);
      } catch (error) {
        // What can't be checked now is checked when it is saved.
        if (!stop.signal.aborted && isProblem(error) && error.status === 422) setFindings(error.errors);
      }
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [value, isDirty]);
  return findings;
}
