import { Input } from "antd";
import { useTranslation } from "react-i18next";
import { Chips } from "./Chips";
import { useDay } from "./dayContext";
import { addDays, type QuickDate, quickDates } from "./days";
import styles from "./forms.module.css";

interface DayPickerProps {
  label: string;
  offered: readonly QuickDate[];
  value: string;
  onChange: (day: string) => void;
}

/** A day to come: a tap for the usual ones, the system's own calendar for all others. */
export function DayPicker({ label, offered, value, onChange }: DayPickerProps) {
  const { t } = useTranslation();
  const { today } = useDay();
  const days = quickDates(today, offered);
  return (
    <div className={styles.dates}>
      <Chips
        label={label}
        options={days.map(({ id, day }) => ({ value: day, label: t(`today.quick.${id}`) }))}
        value={days.find(({ day }) => day === value)?.day ?? null}
        onChange={onChange}
      />
      <Input
        type="date"
        className={styles.date}
        aria-label={t("today.date_field")}
        min={addDays(today, 1)}
        value={value}
        onChange={(event) => event.target.value && onChange(event.target.value)}
      />
    </div>
  );
}
