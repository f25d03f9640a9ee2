/** How often the pages of flows ask for what has changed. */
const SEEN_MS = 10_000;
const LONGEST_MS = 5 * 60_000;

/** Every 10 seconds while it is looked at; the longer it is not, the more seldom. */
export function pollEvery(hiddenMs: number): number {
  return hiddenMs === 0 ? SEEN_MS : Math.min(LONGEST_MS, SEEN_MS + Math.round(hiddenMs / 2));
}

let hiddenSince: number | null = null;

if (typeof document !== "undefined") {
  document.addEventListener("visibilitychange", () => {
    hiddenSince = document.visibilityState === "hidden" ? Date.now() : null;
  });
}

/** For queries: their next look, and one at once when the page is seen again. */
export const POLLING = {
  refetchInterval: () => pollEvery(hiddenSince === null ? 0 : Date.now() - hiddenSince),
  refetchIntervalInBackground: true,
  refetchOnWindowFocus: "always",
  staleTime: 5_000,
} as const;
