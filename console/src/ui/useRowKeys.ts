import type { Virtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef } from "react";

const STEPS: Record<string, number> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** Arrow keys go from row to row; only one row is in the order of the tabulator. */
export function useRowKeys<E extends Element, I extends Element>(
  count: number,
  active: number,
  setActive: (index: number) => void,
  virtual: Virtualizer<E, I>,
) {
  const wanted = useRef<"link" | "tick" | null>(null);
  // The row is drawn after it has been scrolled to, so the focus follows then. Every draw may be the one.
  useEffect(() => {
    if (!wanted.current) return;
    const selector = `[data-row="${active}"] [data-part="${wanted.current}"]`;
    const found = virtual.scrollElement?.querySelector<HTMLElement>(
      wanted.current === "tick" ? `${selector} input` : selector,
    );
    if (!found) return;
    wanted.current = null;
    found.focus({ preventScroll: true });
  });
  return (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const next = Math.min(count - 1, Math.max(0, active + step));
    wanted.current = event.target instanceof HTMLInputElement ? "tick" : "link";
    setActive(next);
    virtual.scrollToIndex(next);
  };
}
