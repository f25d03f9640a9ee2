import { InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Duration } from "../types";
import styles from "./Design.module.css";
import { Labelled } from "./Labelled";

const UNITS = ["working_hours", "working_days", "calendar_hours", "calendar_days"] as const;
type Unit = (typeof UNITS)[number];

interface DurationInputProps {
  label: string;
  /** null: no such time is set. */
  value: Duration | null;
  onChange: (next: Duration | null) => void;
  isRequired?: boolean;
  wrong?: string[];
}

/** Hours or days, of work or by the wall. */
export function DurationInput({ label, value, onChange, isRequired = false, wrong }: DurationInputProps) {
  const { t } = useTranslation();
  const unit = unitOf(value);
  return (
    <Labelled label={label} wrong={wrong ?? []}>
      {(id, isWrong) => (
        <div className={styles.row}>
          <InputNumber<number>
            id={id}
            className={styles.number ?? ""}
            min={0}
            max={unit.endsWith("days") ? 365 : 8760}
            {...(isWrong ? { status: "error" as const } : {})}
            {...(isRequired ? {} : { placeholder: t("flows.design.sla.none") })}
            value={value?.hours ?? value?.days ?? null}
            onChange={(next) => {
              if (next === null && !isRequired) onChange(null);
              else onChange(durationOf(next ?? 0, unit));
            }}
          />
          <Select<Unit>
            className={styles.grow ?? ""}
            aria-label={`${label} ${t("flows.design.sla.unit")}`}
            value={unit}
            disabled={value === null}
            onChange={(next) => onChange(durationOf(value?.hours ?? value?.days ?? 1, next))}
            options={UNITS.map((each) => ({ value: each, label: t(`flows.design.sla.${each}`) }))}
          />
        </div>
      )}
    </Labelled>
  );
}

function unitOf(value: Duration | null): Unit {
  if (!value) return "working_hours";
  const basis = value.basis === "calendar" ? "calendar" : "working";
  return typeof value.days === "number" ? `${basis}_days` : `${basis}_hours`;
}

function durationOf(count: number, unit: Unit): Duration {
  const basis = unit.startsWith("calendar") ? "calendar" : "working";
  return unit.endsWith("days") ? { days: count, basis } : { hours: count, basis };
}
