/** Which language is read now. zh-CN first; a choice is kept in this browser. */
export const LANGUAGES = ["zh-CN", "en"] as const;
export type Language = (typeof LANGUAGES)[number];
/** What each language calls itself: never translated. */
export const LANGUAGE_NAMES: Record<Language, string> = { "zh-CN": "简体中文", en: "English" };

const KEY = "gp.language";
let current: Language = firstLanguage();

function firstLanguage(): Language {
  const kept = read();
  if (kept) return kept;
  const wanted = typeof navigator === "undefined" ? [] : navigator.languages;
  const first = wanted.find((each) => /^(zh|en)\b/i.test(each));
  return first && /^en\b/i.test(first) ? "en" : "zh-CN";
}

function read(): Language | null {
  try {
    const kept = localStorage.getItem(KEY);
    return LANGUAGES.find((each) => each === kept) ?? null;
  } catch {
    return null;
  }
}

export function currentLanguage(): Language {
  return current;
}

export function keepLanguage(language: Language): void {
  current = language;
  document.documentElement.lang = language;
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // Storage may be forbidden; the choice then lasts until the page is left.
  }
}
