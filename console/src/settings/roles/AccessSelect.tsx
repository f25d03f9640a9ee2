import { useTranslation } from "react-i18next";
import type { Access } from "./fieldAccess";
import styles from "./roles.module.css";

interface AccessSelectProps {
  label: string;
  value: Access;
  mayWrite: boolean;
  onChange: (access: Access) => void;
}

/** The browser's own select: a hundred of them are drawn at once. */
export function AccessSelect({ label, value, mayWrite, onChange }: AccessSelectProps) {
  const { t } = useTranslation();
  const choices: Access[] = mayWrite ? ["hidden", "read", "write"] : ["hidden", "read"];
  return (
    <select
      className={styles.access}
      data-access={value}
      aria-label={label}
      value={value}
      onChange={(event) => {
        const chosen = choices.find((each) => each === event.target.value);
        if (chosen) onChange(chosen);
      }}
    >
      {choices.map((access) => (
        <option key={access} value={access}>
          {t(`settings.roles.access.${access}`)}
        </option>
      ))}
    </select>
  );
}
