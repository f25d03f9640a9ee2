import { Switch } from "antd";
import { useId } from "react";
import styles from "./settings.module.css";

interface SettingSwitchProps {
  label: string;
  hint?: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

export function SettingSwitch({ label, hint, isOn, onChange }: SettingSwitchProps) {
  const id = useId();
  return (
    <div className={styles.switch}>
      <span>
        <label htmlFor={id}>{label}</label>
        {hint && <span className={styles.note}>{hint}</span>}
      </span>
      <Switch id={id} checked={isOn} onChange={onChange} />
    </div>
  );
}
