import { useSyncExternalStore } from "react";

export function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", listener);
      return () => list.removeEventListener("change", listener);
    },
    () => window.matchMedia(query).matches,
  );
}

/** The width up to which the navigation is a tab bar; the CSS uses the same 899px. */
export function useIsPhone(): boolean {
  return useMediaQuery("(max-width: 899px)");
}
