import { useTranslation } from "react-i18next";
import { Chips } from "../ui/Chips";
import { DayField } from "./DayField";
import styles from "./DayPicker.module.css";
import { useDay } from "./dayContext";
import { addDays, type QuickDate, quickDates } from "./days";

interface DayPickerProps {
  label: string;
  offered: readonly QuickDate[];
  value: string;
  onChange: (day: string) => void;
}

/** A day to come: a tap for the usual ones, the system's own calendar for all others. */
export function DayPicker({ label, offered, value, onChange }: DayPickerProps) {
  const { t } = useTranslation();
  const { today, textOf } = useDay();
  const days = quickDates(today, offered);
  const quick = days.find(({ day }) => day === value);
  return (
    <div>
      <p className={styles.label} aria-hidden="true">
        {label}
        <span className={styles.day}>{textOf(value)}</span>
      </p>
      <div className={styles.dates}>
        <Chips
          label={label}
          isLabelHidden
          options={days.map(({ id, day }) => ({ value: day, label: t(`common.day.${id}`) }))}
          value={quick?.day ?? null}
          onChange={onChange}
        />
        <DayField
          look="chip"
          aria-label={t("common.day.other_of", { label })}
          min={addDays(today, 1)}
          value={value}
          isChosen={!quick}
          placeholder={quick ? t("common.day.other") : undefined}
          onChange={(day) => day && onChange(day)}
        />
      </div>
    </div>
  );
}
