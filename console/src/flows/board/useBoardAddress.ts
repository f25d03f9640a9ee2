import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import { type BoardFilters, readFilters, withFilters } from "./filters";

const FLOW = "flow";
const CARD = "card";
const STEP = "step";

/** Everything that the board shows is in the address: a link, a reload and "back" bring the same. */
export function useBoardAddress() {
  const [search, setSearch] = useSearchParams();
  const text = search.toString();
  const filters = useMemo(() => readFilters(new URLSearchParams(text)), [text]);
  const put = useCallback(
    (name: string, value: string | null, replace: boolean) =>
      setSearch(
        (now) => {
          const next = new URLSearchParams(now);
          if (value) next.set(name, value);
          else next.delete(name);
          return next;
        },
        { replace },
      ),
    [setSearch],
  );
  const open = search.get(CARD)?.split("~");
  return {
    filters,
    setFilters: useCallback(
      (next: BoardFilters) => setSearch((now) => withFilters(now, next), { replace: true }),
      [setSearch],
    ),
    /** A flow's key. */
    flow: search.get(FLOW) ?? undefined,
    setFlow: useCallback(
      (flow: string) =>
        setSearch((now) => {
          const next = new URLSearchParams(now);
          next.set(FLOW, flow);
          next.delete(STEP);
          return next;
        }),
      [setSearch],
    ),
    /** The column that a phone shows. */
    step: search.get(STEP),
    setStep: useCallback((step: string) => put(STEP, step, true), [put]),
    /** The card that is open: its run and itself. */
    card: open?.[0] && open[1] ? { runId: open[0], cardId: open[1] } : null,
    toCard: useCallback(
      (runId: string, cardId: string) => {
        const next = new URLSearchParams(text);
        next.set(CARD, `${runId}~${cardId}`);
        return { search: next.toString() };
      },
      [text],
    ),
    close: useCallback(() => put(CARD, null, false), [put]),
  };
}

export type BoardAddress = ReturnType<typeof useBoardAddress>;
