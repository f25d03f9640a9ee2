import { CalendarOutlined } from "@ant-design/icons";
import type { AriaAttributes, MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import styles from "./DayField.module.css";
import { useDay } from "./dayContext";

interface DayFieldProps extends AriaAttributes {
  id?: string;
  /** `YYYY-MM-DD`, or empty. */
  value: string;
  onChange: (day: string) => void;
  min?: string;
  autoFocus?: boolean;
  /** As the chips beside it, or as wide as other inputs. */
  look: "chip" | "box";
  /** None of the chips beside it is the chosen day. */
  isChosen?: boolean;
  /** What a chip says that is not chosen. */
  placeholder?: string;
}

/**
 * A day in the reader's language, which the system's own input writes in the browser's: that one lies invisibly over
 * it, with its calendar, its keys and its name for screen readers.
 */
export function DayField({ value, onChange, look, isChosen, placeholder, ...input }: DayFieldProps) {
  const { t } = useTranslation();
  const { textOf } = useDay();
  const open = (event: MouseEvent<HTMLInputElement>) => {
    try {
      event.currentTarget.showPicker();
    } catch {
      // Old browsers open it by themselves, or let one type.
    }
  };
  return (
    <span className={styles.field} data-look={look} data-chosen={isChosen}>
      <span className={styles.text} aria-hidden="true" data-empty={value === ""}>
        {placeholder ?? (value === "" ? t("common.day.none") : textOf(value))}
        <CalendarOutlined />
      </span>
      <input
        {...input}
        type="date"
        className={styles.input}
        value={value}
        onClick={open}
        onChange={({ target }) => onChange(target.value)}
      />
    </span>
  );
}
