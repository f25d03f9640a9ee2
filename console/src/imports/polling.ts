const SHORTEST_MS = 700;
const LONGEST_MS = 15_000;

/** A third of the time since it last went on, between 0.7 and 15 seconds. */
export function progressInterval(msSinceChange: number): number {
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, Math.round(msSinceChange / 3)));
}
