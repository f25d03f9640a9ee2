import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { currentLanguage, keepLanguage, type Language } from "./language";

const TEXTS = {
  "zh-CN": () => import("./zh-CN"),
  en: () => import("./en"),
} satisfies Record<Language, () => Promise<{ default: object }>>;

async function load(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, "translation")) return;
  i18next.addResourceBundle(language, "translation", (await TEXTS[language]()).default);
}

export async function startTexts(): Promise<void> {
  const language = currentLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: {},
    interpolation: { escapeValue: false }, // React escapes
    returnNull: false,
  });
  await load(language);
  keepLanguage(language);
  await i18next.changeLanguage(language);
}

/** The texts change at once; what came from the server in the former language is the caller's to ask for again. */
export async function changeLanguage(language: Language): Promise<void> {
  await load(language);
  keepLanguage(language);
  await i18next.changeLanguage(language);
}
