import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../../api/client";
import { useDay } from "../../workspace/dayContext";
import { amountOf } from "../../workspace/money";
import { logFollowUp } from "../act/calls";
import { attemptKey, forgetAttempt } from "../attempt";
import { acceptLead, showInLists } from "../cache";
import { type FollowUpDraft, forgetFollowUp } from "../followUp/followUp";
import { leadKey } from "../queries";
import type { Tagged } from "../types";

interface Saving {
  draft: FollowUpDraft;
  body: Schemas["NewFollowUp"];
  key: string;
}

/** Records a follow-up: shown at once, taken back when refused; a try after a lost answer records nothing twice. */
export function useFollowUp(lead: Tagged, onSaved: () => void) {
  const cache = useQueryClient();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { workspace, textOf } = useDay();
  const id = lead.body.id;
  const attempt = `follow_up.${id}`;
  const put = (next: Tagged) => cache.setQueriesData<Tagged>({ queryKey: leadKey(id) }, () => next);
  const logging = useMutation({
    mutationFn: ({ body, key }: Saving) => logFollowUp(id, body, key),
    onMutate: ({ body }) => {
      const at = new Date().toISOString();
      const shown = {
        silent: false,
        silent_since: null,
        overdue: false,
        touched_at: at,
        ...(body.next_follow_up_at ? { next_follow_up_at: body.next_follow_up_at } : {}),
        ...(body.blocker ? { blocker: body.blocker } : {}),
      };
      put({ ...lead, body: { ...lead.body, ...shown } });
      return { takeBack: showInLists(cache, id, shown), before: lead };
    },
    onSuccess: (after, { draft }) => {
      forgetAttempt(attempt);
      forgetFollowUp(id, draft);
      acceptLead(cache, after);
      const next = after.body.next_follow_up_at;
      void message.success(
        after.body.stage_kind === "open" && next
          ? t("today.done.follow_up", { date: textOf(next) })
          : t("leads.follow_up.done"),
      );
      onSaved();
    },
    onError: (_error, _saving, shown) => {
      shown?.takeBack();
      if (shown) put(shown.before);
    },
  });
  /** `next`: the day of the next follow-up; null where the lead is closed then. */
  const save = (draft: FollowUpDraft, next: string | null) => {
    const stage = workspace.stages.find((each) => each.id === draft.stage);
    const currency = lead.body.amount?.currency ?? workspace.currency;
    const amount = amountOf(draft.amount);
    const body: Schemas["NewFollowUp"] = {
      kind: draft.kind,
      outcome: draft.outcome,
      summary: draft.summary.trim(),
      ...(next ? { next_follow_up_at: next } : {}),
      ...(stage ? { stage: stage.id } : {}),
      ...(draft.blocker?.trim() ? { blocker: draft.blocker.trim() } : {}),
      ...(stage?.kind === "won" && amount ? { amount: { amount, currency } } : {}),
      ...(stage?.kind === "lost" ? { reason: draft.reason } : {}),
    };
    logging.mutate({ draft, body, key: attemptKey(attempt, body) });
  };
  return { save, error: logging.error, isPending: logging.isPending, isWaiting: logging.isPaused };
}
