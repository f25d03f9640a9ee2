import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useState } from "react";
import { isProblem } from "../../api/problem";
import { acceptLead, showInLists } from "../cache";
import { leadKey, readLead } from "../queries";
import type { Tagged } from "../types";
import type { Call } from "./calls";
import { Clash, touchedFields, type Wanted } from "./clash";

export interface Act {
  /** What it makes of the lead: shown at once, and what a clash is about. */
  wanted: Wanted;
  call: Call;
  /** Said when it was done. */
  done?: string;
  onDone?: () => void;
}

/**
 * Changes a lead: shown at once, taken back when refused. Somebody else's change of other fields is no hindrance; of the
 * same fields is a clash, for the person to decide.
 */
export function useLeadAct(lead: Tagged) {
  const cache = useQueryClient();
  const { message } = App.useApp();
  const [clash, setClash] = useState<{ clash: Clash; act: Act } | null>(null);
  const id = lead.body.id;
  const put = (next: Tagged) => cache.setQueriesData<Tagged>({ queryKey: leadKey(id) }, () => next);
  const acting = useMutation({
    mutationFn: ({ act, on }: { act: Act; on: Tagged }) => inSpite(act, on),
    onMutate: async ({ act, on }) => {
      await cache.cancelQueries({ queryKey: leadKey(id) });
      put({ ...on, body: { ...on.body, ...act.wanted } });
      return { takeBack: showInLists(cache, id, act.wanted) };
    },
    onSuccess: (after, { act }) => {
      acceptLead(cache, after);
      setClash(null);
      if (act.done) void message.success(act.done);
      act.onDone?.();
    },
    onError: (error, { act, on }, shown) => {
      shown?.takeBack();
      if (error instanceof Clash) {
        acceptLead(cache, error.newest);
        setClash({ clash: error, act });
        return;
      }
      put(on);
      // A refusal may come of what this page doesn't know yet.
      if (isProblem(error) && error.status > 0) void cache.invalidateQueries({ queryKey: leadKey(id) });
    },
  });
  return {
    act: (act: Act) => acting.mutate({ act, on: lead }),
    isPending: acting.isPending,
    error: acting.error instanceof Clash ? null : acting.error,
    forget: acting.reset,
    clash: clash?.clash ?? null,
    keepMine: () => clash && acting.mutate({ act: clash.act, on: clash.clash.newest }),
    // What one was about to change is as the other left it: the editor closes on it.
    takeTheirs: () => {
      setClash(null);
      clash?.act.onDone?.();
    },
  };
}

async function inSpite(act: Act, on: Tagged): Promise<Tagged> {
  try {
    return await act.call(on.etag);
  } catch (error) {
    if (!isProblem(error, "stale_version")) throw error;
    const newest = await readLead(on.body.id);
    if (touchedFields(on.body, newest.body, act.wanted).length === 0) return act.call(newest.etag);
    throw new Clash(on.body, newest, act.wanted);
  }
}

export type LeadAct = ReturnType<typeof useLeadAct>;
