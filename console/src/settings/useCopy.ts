import { App } from "antd";
import { useTranslation } from "react-i18next";

/** Copies a text and says so; where the browser forbids it, the text is to be copied by hand. */
export function useCopy(): (text: string) => Promise<void> {
  const { t } = useTranslation();
  const { message } = App.useApp();
  return async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      void message.success(t("settings.copy.done"));
    } catch {
      // Plain http, or forbidden: the text is selected as a whole with one press.
      void message.warning(t("settings.copy.by_hand"));
    }
  };
}
