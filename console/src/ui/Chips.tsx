import { useId } from "react";
import styles from "./Chips.module.css";

interface ChipsProps<Value extends string> {
  label: string;
  options: { value: Value; label: string }[];
  value: Value | null;
  onChange: (value: Value) => void;
  /** The label is for screen readers only. */
  isLabelHidden?: boolean;
}

/** One of a few, chosen by one tap: radio buttons, so arrow keys work as everywhere. */
export function Chips<Value extends string>({
  label,
  options,
  value,
  onChange,
  isLabelHidden,
}: ChipsProps<Value>) {
  const name = useId();
  return (
    <fieldset className={styles.group}>
      <legend className={isLabelHidden ? "gp-visually-hidden" : styles.legend}>{label}</legend>
      <div className={styles.chips}>
        {options.map((option) => (
          <label key={option.value} className={styles.chip}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
