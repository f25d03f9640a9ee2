import { DatePicker, Tag } from "antd";
import type { Dayjs } from "dayjs";
import { useTranslation } from "react-i18next";
import { SettingCard } from "../SettingCard";
import shared from "../settings.module.css";
import styles from "./calendar.module.css";
import type { CalendarDraft } from "./calendarDraft";

interface DaysByHandProps {
  rules: CalendarDraft;
  onChange: (rules: CalendarDraft) => void;
}

const LISTS = ["days_off", "working_days"] as const;

/** The days that were set by hand, to be seen and changed without turning to their month. */
export function DaysByHand({ rules, onChange }: DaysByHandProps) {
  const { t } = useTranslation();
  return (
    <SettingCard title={t("settings.calendar.by_hand")} hint={t("settings.calendar.by_hand_hint")}>
      {LISTS.map((list) => {
        const other = list === "days_off" ? "working_days" : "days_off";
        const add = (date: string) =>
          onChange({
            ...rules,
            [list]: [...new Set([...rules[list], date])].sort(),
            [other]: rules[other].filter((each) => each !== date),
          });
        return (
          <div key={list} className={shared.field}>
            <label htmlFor={`calendar-${list}`}>{t(`settings.property.${list}`)}</label>
            <div className={styles.tags}>
              {rules[list].map((date) => (
                <Tag
                  key={date}
                  closable={{ closeIcon: true, "aria-label": t("settings.calendar.remove_day", { date }) }}
                  onClose={(event) => {
                    event.preventDefault();
                    onChange({ ...rules, [list]: rules[list].filter((each) => each !== date) });
                  }}
                >
                  {date}
                </Tag>
              ))}
              <DatePicker<Dayjs>
                id={`calendar-${list}`}
                size="small"
                value={null}
                placeholder={t("settings.calendar.add_day")}
                onChange={(day) => day && add(day.format("YYYY-MM-DD"))}
              />
            </div>
          </div>
        );
      })}
    </SettingCard>
  );
}
