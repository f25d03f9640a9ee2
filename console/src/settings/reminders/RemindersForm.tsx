import { InputNumber } from "antd";
import { useTranslation } from "react-i18next";
import { ClockInput } from "../ClockInput";
import { SettingCard } from "../SettingCard";
import { SettingField } from "../SettingField";
import { SettingSwitch } from "../SettingSwitch";
import styles from "../settings.module.css";
import type { SetupDraft } from "../setup/useSetupDraft";

export interface RemindersDraft {
  repeat_days: number;
  digest_at: string;
  missed_supervisor_after_days: number;
  return_to_pool_days: number | null;
  next_follow_up_days: number;
}

type DayField =
  | "repeat_days"
  | "missed_supervisor_after_days"
  | "next_follow_up_days"
  | "return_to_pool_days";
const BOUNDS: Record<DayField, [number, number]> = {
  repeat_days: [1, 60],
  missed_supervisor_after_days: [1, 30],
  next_follow_up_days: [1, 60],
  return_to_pool_days: [2, 365],
};
/** Where a workspace begins that switches it on. */
const POOL_DAYS = 30;

export function RemindersForm({ draft }: { draft: SetupDraft<RemindersDraft> }) {
  const { t } = useTranslation();
  const { value } = draft;
  const set = (part: Partial<RemindersDraft>) => draft.change({ ...value, ...part });
  const days = (name: DayField) => (
    <SettingField
      id={`reminders-${name}`}
      label={t(`settings.property.${name}`)}
      hint={t(`settings.reminders.hint.${name}`)}
    >
      <InputNumber
        id={`reminders-${name}`}
        min={BOUNDS[name][0]}
        max={BOUNDS[name][1]}
        precision={0}
        suffix={t("settings.day_unit")}
        value={value[name]}
        onChange={(number) => number !== null && set({ [name]: number })}
      />
    </SettingField>
  );
  return (
    <>
      <SettingCard title={t("settings.reminders.silence")}>
        <div className={styles.grid}>
          {days("repeat_days")}
          {days("missed_supervisor_after_days")}
        </div>
      </SettingCard>
      <SettingCard title={t("settings.reminders.daily")}>
        <div className={styles.grid}>
          <SettingField
            id="reminders-digest"
            label={t("settings.property.digest_at")}
            hint={t("settings.reminders.hint.digest_at")}
          >
            <ClockInput
              id="reminders-digest"
              value={value.digest_at}
              onChange={(digest_at) => set({ digest_at })}
            />
          </SettingField>
          {days("next_follow_up_days")}
        </div>
      </SettingCard>
      <SettingCard title={t("settings.reminders.pool")}>
        <SettingSwitch
          label={t("settings.reminders.pool_switch")}
          hint={t("settings.reminders.pool_hint")}
          isOn={value.return_to_pool_days !== null}
          onChange={(isOn) => set({ return_to_pool_days: isOn ? POOL_DAYS : null })}
        />
        {value.return_to_pool_days !== null && days("return_to_pool_days")}
      </SettingCard>
    </>
  );
}
