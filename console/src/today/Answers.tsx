import { type InfiniteData, type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import type { LeadView } from "./calls";
import type { LeadRow } from "./worklist";

/** Something done with one lead of the list, and how to take it back. */
export interface Act {
  leadId: string;
  /** What the line says in the place of the lead. */
  text: string;
  call: () => Promise<LeadView>;
  undo?: { label: string; call: (after: LeadView) => Promise<LeadView> };
  onDone?: () => void;
}

interface Answer {
  text: string;
  /** Milliseconds since 1970; later lists than this know of the change themselves. */
  at: number;
  isSending: boolean;
  undo?: { label: string; run: () => void };
}

interface Answers {
  answerOf: (leadId: string) => Answer | undefined;
  failureOf: (leadId: string) => unknown;
  act: (act: Act) => void;
  forget: (leadId: string) => void;
}

const Context = createContext<Answers | null>(null);
type LeadPages = InfiniteData<{ items: LeadRow[]; next_cursor: string | null }>;

/** The lists with a lead as it is now, where it stood. */
function withLead(list: LeadPages, lead: LeadView): LeadPages {
  const put = (row: LeadRow) => (row.id === lead.id ? lead : row);
  return { ...list, pages: list.pages.map((page) => ({ ...page, items: page.items.map(put) })) };
}

/** The lists are as old as before: answers given since they were read still stand in their leads' places. */
function putLead(cache: QueryClient, lead: LeadView): void {
  for (const { queryKey, state } of cache.getQueryCache().findAll({ queryKey: ["leads", "today"] })) {
    const options = { updatedAt: state.dataUpdatedAt };
    cache.setQueryData<LeadPages>(queryKey, (list) => list && withLead(list, lead), options);
  }
}

type ById<T> = Readonly<Record<string, T>>;

function without<T>(all: ById<T>, id: string): ById<T> {
  const { [id]: _gone, ...rest } = all;
  return rest;
}

/**
 * Optimistic: a lead that was answered becomes a line that says so, at once; when the server refuses, the lead is back
 * with the reason. Lists are marked stale but not asked for again under the reader's eyes, so that nothing jumps.
 */
export function AnswersProvider({ children }: { children: ReactNode }) {
  const cache = useQueryClient();
  const [answers, setAnswers] = useState<ById<Answer>>({});
  const [failures, setFailures] = useState<ById<unknown>>({});
  const forget = useCallback((id: string) => setFailures((all) => without(all, id)), []);
  const staleLists = useCallback(
    () => cache.invalidateQueries({ queryKey: ["leads"], refetchType: "none" }),
    [cache],
  );
  const put = useCallback(
    (id: string, answer: Answer) => setAnswers((all) => ({ ...all, [id]: answer })),
    [],
  );
  const fail = useCallback(
    (id: string, error: unknown) => setFailures((all) => ({ ...all, [id]: error })),
    [],
  );
  const back = useMutation({
    mutationFn: ({ call }: { leadId: string; call: () => Promise<LeadView>; answer: Answer }) => call(),
    onMutate: ({ leadId }) => setAnswers((all) => without(all, leadId)),
    onSuccess: (after) => {
      putLead(cache, after);
      void staleLists();
    },
    onError: (error, { leadId, answer }) => {
      put(leadId, { ...answer, undo: undefined });
      fail(leadId, error);
    },
  }).mutate;
  const { mutate: act } = useMutation({
    mutationFn: (act: Act) => act.call(),
    onMutate: ({ leadId, text }) => {
      forget(leadId);
      put(leadId, { text, at: Date.now(), isSending: true });
    },
    onSuccess: (after, { leadId, text, undo, onDone }) => {
      onDone?.();
      const answer: Answer = { text, at: Date.now(), isSending: false };
      const run = () => undo && back({ leadId, answer, call: () => undo.call(after) });
      put(leadId, { ...answer, undo: undo && { label: undo.label, run } });
      void staleLists();
    },
    onError: (error, { leadId }) => {
      setAnswers((all) => without(all, leadId));
      fail(leadId, error);
    },
  });
  const value = useMemo<Answers>(
    () => ({ answerOf: (id) => answers[id], failureOf: (id) => failures[id], act, forget }),
    [answers, failures, act, forget],
  );
  return <Context value={value}>{children}</Context>;
}

export function useAnswers(): Answers {
  const answers = useContext(Context);
  if (!answers) throw new Error("outside of AnswersProvider");
  return answers;
}
