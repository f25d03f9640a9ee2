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
  // Which row, and not the active one of the latest draw: keys come faster than rows are drawn.
  const wanted = useRef<{ index: number; part: "link" | "tick" } | null>(null);
  // The row is drawn after it has been scrolled to, so the focus follows then. Every draw may be the one.
  useEffect(() => {
    if (!wanted.current) return;
    const { index, part } = wanted.current;
    const selector = `[data-row="${index}"] [data-part="${part}"]`;
    const found = virtual.scrollElement?.querySelector<HTMLElement>(
      part === "tick" ? `${selector} input` : selector,
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
    wanted.current = { index: next, part: event.target instanceof HTMLInputElement ? "tick" : "link" };
    setActive(next);
    virtual.scrollToIndex(next);
  };
}
