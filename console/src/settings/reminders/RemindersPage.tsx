import { useTranslation } from "react-i18next";
import { SetupPage } from "../setup/SetupPage";
import type { SetupSection } from "../setup/types";
import { type RemindersDraft, RemindersForm } from "./RemindersForm";

const REMINDERS: SetupSection<RemindersDraft> = {
  read: ({ reminders }) => ({
    repeat_days: reminders.repeat_days ?? 3,
    digest_at: reminders.digest_at ?? "08:30",
    missed_supervisor_after_days: reminders.missed_supervisor_after_days ?? 1,
    return_to_pool_days: reminders.return_to_pool_days ?? null,
    next_follow_up_days: reminders.next_follow_up_days ?? 2,
  }),
  write: (reminders) => ({ reminders }),
};

export function Component() {
  const { t } = useTranslation();
  return (
    <SetupPage
      title={t("settings.section.reminders.name")}
      lead={t("settings.section.reminders.hint")}
      section={REMINDERS}
    >
      {(draft) => <RemindersForm draft={draft} />}
    </SetupPage>
  );
}
