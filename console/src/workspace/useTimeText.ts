import { useTranslation } from "react-i18next";
import { currentLanguage } from "../i18n/language";
import { dayIn, dayText, timeIn } from "./days";
import { useWorkspace } from "./queries";

/** `今天 14:30`, `11月20日 周五 09:00`: in the workspace's zone, as the texts of notifications are. */
export function useTimeText(): (instant: string) => string {
  const { t } = useTranslation();
  const zone = useWorkspace().data?.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const language = currentLanguage();
  return (instant) => {
    const date = new Date(instant);
    const [day, today] = [dayIn(zone, date), dayIn(zone, new Date())];
    const time = timeIn(zone, date, language);
    return day === today ? t("common.day.at_today", { time }) : `${dayText(day, language, today)} ${time}`;
  };
}
