import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "../../i18n/language";
import { weekdayName } from "../changes/values";
import { SettingCard } from "../SettingCard";
import styles from "./calendar.module.css";
import { type CalendarDraft, dayKind, monthAfter, toggledDay, weeksOf } from "./calendarDraft";

interface MonthPreviewProps {
  rules: CalendarDraft;
  onChange: (rules: CalendarDraft) => void;
}

const WEEK = [0, 1, 2, 3, 4, 5, 6];
const KINDS = ["work", "weekend", "off_by_hand", "work_by_hand"] as const;

/** A month as the rules make it; a day is set by hand with a press. */
export function MonthPreview({ rules, onChange }: MonthPreviewProps) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const [month, setMonth] = useState(() => new Date().toISOString().slice(0, 7));
  const title = new Intl.DateTimeFormat(language, { year: "numeric", month: "long", timeZone: "UTC" });
  const dayName = new Intl.DateTimeFormat(language, { dateStyle: "full", timeZone: "UTC" });
  return (
    <SettingCard title={t("settings.calendar.preview")} hint={t("settings.calendar.preview_hint")}>
      <div className={styles.month}>
        <div className={styles.turn}>
          <Button
            type="text"
            icon={<LeftOutlined />}
            aria-label={t("settings.calendar.month_before")}
            onClick={() => setMonth(monthAfter(month, -1))}
          />
          <h3 aria-live="polite">{title.format(new Date(`${month}-01`))}</h3>
          <Button
            type="text"
            icon={<RightOutlined />}
            aria-label={t("settings.calendar.month_after")}
            onClick={() => setMonth(monthAfter(month, 1))}
          />
        </div>
        <div className={styles.week} aria-hidden="true">
          {WEEK.map((day) => (
            <span key={day}>{weekdayName(day, language)}</span>
          ))}
        </div>
        {weeksOf(month).map((week) => (
          <div key={week.find(Boolean)} className={styles.week}>
            {WEEK.map((weekday) => {
              const date = week[weekday];
              if (!date) return <span key={weekday} />;
              const kind = dayKind(date, rules);
              const label = `${dayName.format(new Date(date))}: ${t(`settings.calendar.kind.${kind}`)}`;
              return (
                <button
                  key={weekday}
                  type="button"
                  className={styles.day}
                  data-kind={kind}
                  aria-label={label}
                  aria-pressed={kind === "off_by_hand" || kind === "work_by_hand"}
                  title={t(`settings.calendar.kind.${kind}`)}
                  onClick={() => onChange(toggledDay(date, rules))}
                >
                  {Number(date.slice(8))}
                </button>
              );
            })}
          </div>
        ))}
      </div>
      <ul className={styles.legend}>
        {KINDS.map((kind) => (
          <li key={kind}>
            <span className={styles.sample} data-kind={kind} aria-hidden="true" />
            {t(`settings.calendar.kind.${kind}`)}
          </li>
        ))}
      </ul>
    </SettingCard>
  );
}
