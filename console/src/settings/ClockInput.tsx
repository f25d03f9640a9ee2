import { TimePicker } from "antd";
import dayjs from "dayjs";

interface ClockInputProps {
  id?: string;
  /** `HH:MM`. */
  value: string;
  label?: string;
  onChange: (clock: string) => void;
}

export function ClockInput({ id, value, label, onChange }: ClockInputProps) {
  return (
    <TimePicker
      id={id}
      aria-label={label}
      value={dayjs(`2000-01-01T${value}`)}
      format="HH:mm"
      minuteStep={5}
      allowClear={false}
      needConfirm={false}
      onChange={(moment) => moment && onChange(moment.format("HH:mm"))}
    />
  );
}
