import { useEffect } from "react";

/** The control of an id has the focus as soon as it can be seen: dialogs are drawn hidden, where autofocus is lost. */
export function useFocusOnOpen(id: string | null): void {
  useEffect(() => {
    if (id === null) return;
    let frame = 0;
    const look = () => {
      const control = document.getElementById(id);
      if (control?.offsetParent) control.focus();
      else frame = requestAnimationFrame(look);
    };
    frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [id]);
}
