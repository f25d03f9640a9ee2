import { useEffect, useReducer, useState } from "react";
import {
  type Decision,
  type Decisions,
  decide,
  decidedIn,
  LISTS,
  type ListId,
  type Value,
} from "../decisions";
import type { ImportView } from "../queries";

type Seen = Readonly<Record<ListId, Value[]>>;
const NOTHING_SEEN: Seen = { stages: [], owners: [], channels: [], products: [], lost_reasons: [] };

export interface Decided {
  decisions: Decisions;
  make: (decision: Decision) => void;
  /** All values the server has listed so far; it lists those no more that were decided. */
  seen: Seen;
  /** Something was changed since the last trial. */
  isChanged: boolean;
  markTried: () => void;
}

export function useDecisions(view: ImportView): Decided {
  const [begun] = useState(() => decidedIn(view));
  const [decisions, make] = useReducer(decide, begun);
  const [tried, setTried] = useState<Decisions>(begun);
  const [seen, setSeen] = useState(NOTHING_SEEN);
  const { guesses } = view;
  useEffect(() => {
    if (!guesses) return;
    setSeen((before) => {
      const after = { ...before };
      for (const list of LISTS) {
        const known = new Set(before[list].map(({ value }) => value));
        after[list] = [...before[list], ...guesses[list].filter(({ value }) => !known.has(value))];
      }
      return after;
    });
  }, [guesses]);
  return { decisions, make, seen, isChanged: decisions !== tried, markTried: () => setTried(decisions) };
}
