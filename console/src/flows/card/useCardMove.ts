import { type InfiniteData, type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { isProblem } from "../../api/problem";
import { known } from "../../settings/changes/words";
import { BOARD_KEY, CARDS_KEY, historyKey, RUNS_KEY, runKey } from "../queries";
import type { BoardView, CardPage, CardRow, CardView, RunView } from "../types";
import { useFlowWords } from "../useFlowWords";
import type { Call } from "./calls";
import { type Acted, CardMoved, inSpite } from "./moved";

export interface Move {
  card: Acted;
  call: Call;
  /** What it makes of the card, shown at once where that is sure. */
  wanted?: Partial<CardRow>;
  /** Said when it was done. */
  done?: string;
  onDone?: (card: CardView) => void;
  /** Somebody else was quicker: what was begun makes no sense any more. */
  onMoved?: () => void;
  onRefused?: (error: Error) => void;
}

/** Moves a card: shown at once, taken back when refused; whoever was quicker is named, with what the card is now. */
export function useCardMove() {
  const cache = useQueryClient();
  const { message, notification } = App.useApp();
  const words = useFlowWords();
  const { t } = words;
  const moving = useMutation({
    mutationFn: ({ card, call }: Move) => inSpite(call, card),
    onMutate: async ({ card, wanted }) => {
      if (!wanted) return null;
      await cache.cancelQueries({ queryKey: runKey(card.run_id) });
      await cache.cancelQueries({ queryKey: BOARD_KEY });
      return { takeBack: showCard(cache, card.run_id, card.id, wanted) };
    },
    onSuccess: (after, { done, onDone }) => {
      showCard(cache, after.run_id, after.id, after);
      if (done) void message.success(done);
      onDone?.(after);
    },
    onError: (error, { card, onMoved, onRefused }, shown) => {
      shown?.takeBack();
      if (!(error instanceof CardMoved)) {
        onRefused?.(error);
        return;
      }
      cache.setQueriesData<RunView>({ queryKey: runKey(card.run_id) }, (run) => run && error.run);
      notification.warning({ title: movedTitle(error), description: movedText(error), duration: 12 });
      onMoved?.();
    },
    // What follows of a move (the next step, the forecast) only the server knows.
    onSettled: (_after, _error, { card }) => askAnew(cache, card.run_id),
  });

  function movedTitle({ event }: CardMoved): string {
    if (!event) return t("flows.moved.by_someone");
    const what = known(t, `flows.event.${event.kind.replace(".", "_")}`) ?? event.kind;
    return t("flows.moved.by", {
      name: event.actor_name ?? t("flows.moved.system"),
      at: words.ago(event.at),
      what,
    });
  }

  function movedText({ card }: CardMoved): string {
    const holder = card.holder_name;
    return holder
      ? t("flows.moved.now_with", { step: card.node_name, state: words.state(card.state), holder })
      : t("flows.moved.now", { step: card.node_name, state: words.state(card.state) });
  }

  return {
    move: (act: Move) => moving.mutate(act),
    isPending: moving.isPending,
    error: moving.error instanceof CardMoved ? null : moving.error,
    forget: moving.reset,
  };
}

export type CardMove = ReturnType<typeof useCardMove>;

/** Everything that shows the run or its cards is read again. */
export function askAnew(cache: QueryClient, runId: string): void {
  for (const queryKey of [runKey(runId), BOARD_KEY, CARDS_KEY, RUNS_KEY, historyKey(runId)])
    void cache.invalidateQueries({ queryKey });
}

/** A card as it is now in everything that shows it. Gives what takes it back. */
export function showCard(
  cache: QueryClient,
  runId: string,
  cardId: string,
  change: Partial<CardView>,
): () => void {
  const keys = [runKey(runId), BOARD_KEY, CARDS_KEY];
  const before = keys.flatMap((queryKey) => cache.getQueriesData({ queryKey }));
  const put = <Row extends CardRow>(row: Row): Row => (row.id === cardId ? { ...row, ...change } : row);
  cache.setQueriesData<RunView>(
    { queryKey: runKey(runId) },
    (run) => run && { ...run, cards: run.cards.map(put) },
  );
  for (const queryKey of [BOARD_KEY, CARDS_KEY]) {
    cache.setQueriesData<BoardView | InfiniteData<CardPage>>({ queryKey }, (shown) => {
      if (!shown) return shown;
      if ("pages" in shown)
        return { ...shown, pages: shown.pages.map((page) => ({ ...page, items: page.items.map(put) })) };
      return {
        ...shown,
        columns: shown.columns.map((column) => ({ ...column, items: column.items.map(put) })),
      };
    });
  }
  return () => {
    for (const [key, value] of before) cache.setQueryData(key, value);
  };
}

/** Fields that a refusal says are missing; null: it is about something else. */
export function missingOf(error: unknown): { fields: string[]; attachments: number } | null {
  if (!isProblem(error) || !/^card_(in|out)puts_missing$/.test(error.code)) return null;
  const { fields, attachments } = (error.facts.missing ?? {}) as { fields?: string[]; attachments?: number };
  return { fields: fields ?? [], attachments: attachments ?? 0 };
}
