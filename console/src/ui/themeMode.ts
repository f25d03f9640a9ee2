/** Light or dark: as the system says, or as this browser's user chose. */
import { useSyncExternalStore } from "react";

export const THEME_CHOICES = ["system", "light", "dark"] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];

const KEY = "gp.theme";
const systemIsDark = window.matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();
let choice: ThemeChoice = read();

function read(): ThemeChoice {
  try {
    const kept = localStorage.getItem(KEY);
    return THEME_CHOICES.find((each) => each === kept) ?? "system";
  } catch {
    return "system";
  }
}

function shown(): "light" | "dark" {
  if (choice !== "system") return choice;
  return systemIsDark.matches ? "dark" : "light";
}

function tell(): void {
  document.documentElement.dataset.theme = shown();
  for (const listener of listeners) listener();
}

systemIsDark.addEventListener("change", tell);
tell();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function chooseTheme(next: ThemeChoice): void {
  choice = next;
  try {
    if (next === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, next);
  } catch {
    // Storage may be forbidden; the choice then lasts until the page is left.
  }
  tell();
}

export function useTheme(): { shown: "light" | "dark"; choice: ThemeChoice } {
  return {
    shown: useSyncExternalStore(subscribe, shown),
    choice: useSyncExternalStore(subscribe, () => choice),
  };
}
