const SHORTEST_MS = 20_000;
const LONGEST_MS = 5 * 60_000;

/** A sixth of the time since the last change, between 20 seconds and 5 minutes. */
export function pollingInterval(msSinceChange: number): number {
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, Math.round(msSinceChange / 6)));
}
