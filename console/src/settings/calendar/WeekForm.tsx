import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Select } from "antd";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "../../i18n/language";
import { ClockInput } from "../ClockInput";
import { weekdayName } from "../changes/values";
import { COUNTRIES, countryOptions } from "../countries";
import { SettingCard } from "../SettingCard";
import { SettingField } from "../SettingField";
import { SettingSwitch } from "../SettingSwitch";
import styles from "../settings.module.css";
import own from "./calendar.module.css";
import type { CalendarDraft } from "./calendarDraft";

interface WeekFormProps {
  rules: CalendarDraft;
  onChange: (rules: CalendarDraft) => void;
  chosenCountry: string | null;
}

const NO_COUNTRY = "none";
const MOST_HOURS = 7;

export function WeekForm({ rules, onChange, chosenCountry }: WeekFormProps) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const set = (part: Partial<CalendarDraft>) => onChange({ ...rules, ...part });
  const countries = countryOptions([...COUNTRIES, ...(chosenCountry ? [chosenCountry] : [])], language);
  return (
    <>
      <SettingCard title={t("settings.calendar.days")}>
        <SettingField
          id="calendar-country"
          label={t("settings.property.country")}
          hint={t("settings.calendar.country_hint")}
        >
          <Select
            id="calendar-country"
            className={own.country}
            showSearch={{ optionFilterProp: "label" }}
            value={rules.country ?? NO_COUNTRY}
            options={[{ value: NO_COUNTRY, label: t("settings.calendar.no_country") }, ...countries]}
            onChange={(country: string) => set({ country: country === NO_COUNTRY ? null : country })}
          />
        </SettingField>
        <div className={styles.field}>
          <span>{t("settings.property.weekend")}</span>
          <Checkbox.Group
            value={rules.weekend}
            options={[0, 1, 2, 3, 4, 5, 6].map((day) => ({ value: day, label: weekdayName(day, language) }))}
            onChange={(weekend: number[]) => set({ weekend: [...weekend].sort() })}
          />
        </div>
      </SettingCard>
      <SettingCard title={t("settings.calendar.hours")} hint={t("settings.calendar.hours_hint")}>
        {rules.hours.map((span, at) => {
          const change = (part: Partial<typeof span>) =>
            set({ hours: rules.hours.map((each, place) => (place === at ? { ...each, ...part } : each)) });
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a span of hours is its place in the day
            <div key={at} className={own.span}>
              <ClockInput
                value={span.opens}
                label={t("settings.calendar.opens", { number: at + 1 })}
                onChange={(opens) => change({ opens })}
              />
              <span>–</span>
              <ClockInput
                value={span.closes}
                label={t("settings.calendar.closes", { number: at + 1 })}
                onChange={(closes) => change({ closes })}
              />
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t("settings.calendar.remove_hours", { number: at + 1 })}
                onClick={() => set({ hours: rules.hours.filter((_, place) => place !== at) })}
              />
            </div>
          );
        })}
        <Button
          className={own.add}
          type="dashed"
          icon={<PlusOutlined />}
          disabled={rules.hours.length >= MOST_HOURS}
          onClick={() => set({ hours: [...rules.hours, { opens: "09:00", closes: "18:00" }] })}
        >
          {t("settings.calendar.add_hours")}
        </Button>
      </SettingCard>
      <SettingCard title={t("settings.calendar.quiet")} hint={t("settings.calendar.quiet_hint")}>
        <div className={own.span}>
          <ClockInput
            value={rules.quiet_from}
            label={t("settings.property.quiet_from")}
            onChange={(quiet_from) => set({ quiet_from })}
          />
          <span>–</span>
          <ClockInput
            value={rules.quiet_to}
            label={t("settings.property.quiet_to")}
            onChange={(quiet_to) => set({ quiet_to })}
          />
        </div>
        <SettingSwitch
          label={t("settings.property.quiet_on_days_off")}
          hint={t("settings.calendar.quiet_days_hint")}
          isOn={rules.quiet_on_days_off}
          onChange={(quiet_on_days_off) => set({ quiet_on_days_off })}
        />
      </SettingCard>
    </>
  );
}
