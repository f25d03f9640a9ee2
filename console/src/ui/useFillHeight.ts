import { type RefObject, useLayoutEffect } from "react";

/** Room under the frame: its foot line and the page's padding. */
const BELOW = 60;
const LEAST = 320;

/** Lets an element reach down to the bottom of the window, wherever it begins. */
export function useFillHeight(element: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const fill = () => {
      const { current } = element;
      if (!current) return;
      const top = current.getBoundingClientRect().top + window.scrollY;
      current.style.height = `${Math.max(LEAST, window.innerHeight - top - BELOW)}px`;
    };
    fill();
    // What stands above may become higher: filters that wrap, a notice that appears.
    const watch = new ResizeObserver(fill);
    watch.observe(document.body);
    window.addEventListener("resize", fill);
    return () => {
      watch.disconnect();
      window.removeEventListener("resize", fill);
    };
  }, [element]);
}
