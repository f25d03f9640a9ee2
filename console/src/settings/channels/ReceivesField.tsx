import { Checkbox, Radio } from "antd";
import { useTranslation } from "react-i18next";
import { FOR_TEAMS } from "./channelKinds";
import styles from "./channels.module.css";
import { useNotificationKinds } from "./queries";

interface ReceivesFieldProps {
  isForTeam: boolean;
  /** Given by the form; null: everything that it may carry. */
  value?: string[] | null;
  onChange?: (kinds: string[] | null) => void;
}

export function ReceivesField({ isForTeam, value = null, onChange = () => undefined }: ReceivesFieldProps) {
  const { t } = useTranslation();
  const kinds = (useNotificationKinds().data ?? []).filter(
    ({ kind }) => !isForTeam || FOR_TEAMS.includes(kind),
  );
  return (
    <div className={styles.receives}>
      <Radio.Group
        value={value === null ? "all" : "some"}
        aria-label={t("settings.channels.receives_label")}
        options={[
          { value: "all", label: t("settings.channels.all_kinds") },
          { value: "some", label: t("settings.channels.some_kinds") },
        ]}
        onChange={(event) => onChange(event.target.value === "all" ? null : kinds.map(({ kind }) => kind))}
      />
      {value !== null && (
        <Checkbox.Group
          className={styles.kindList}
          value={value}
          options={kinds.map(({ kind, name }) => ({ value: kind, label: name }))}
          onChange={(chosen: string[]) => onChange(chosen)}
        />
      )}
    </div>
  );
}
