import { useDay } from "../../workspace/dayContext";
import { FieldInput } from "../lead/FieldInput";
import type { Draft, LeadField } from "../lead/fields";
import styles from "./Create.module.css";

interface FormFieldProps {
  id: string;
  field: LeadField;
  value: Draft;
  problem: string | undefined;
  hasFocus: boolean;
  onChange: (draft: Draft) => void;
}

export function FormField({ id, field, value, problem, hasFocus, onChange }: FormFieldProps) {
  const { workspace } = useDay();
  return (
    <div>
      <label className={styles.label} htmlFor={id}>
        {field.label}
        {field.isRequired && (
          <span className={styles.required} aria-hidden="true">
            {" *"}
          </span>
        )}
      </label>
      <FieldInput
        id={id}
        field={field}
        value={value}
        currency={workspace.currency}
        hasFocus={hasFocus}
        isInvalid={problem !== undefined}
        describedBy={problem ? `${id}-problem` : undefined}
        onChange={onChange}
      />
      {problem && (
        <p id={`${id}-problem`} role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
    </div>
  );
}
