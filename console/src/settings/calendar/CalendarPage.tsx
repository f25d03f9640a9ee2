import { useTranslation } from "react-i18next";
import { SetupPage } from "../setup/SetupPage";
import { CALENDAR } from "./calendarDraft";
import { DaysByHand } from "./DaysByHand";
import { MonthPreview } from "./MonthPreview";
import { WeekForm } from "./WeekForm";

export function Component() {
  const { t } = useTranslation();
  return (
    <SetupPage
      title={t("settings.section.calendar.name")}
      lead={t("settings.section.calendar.hint")}
      section={CALENDAR}
      check={({ weekend }) => (weekend.length < 7 ? null : t("settings.calendar.no_working_day"))}
    >
      {(draft) => (
        <>
          <WeekForm rules={draft.value} onChange={draft.change} chosenCountry={draft.base.country} />
          <MonthPreview rules={draft.value} onChange={draft.change} />
          <DaysByHand rules={draft.value} onChange={draft.change} />
        </>
      )}
    </SetupPage>
  );
}
