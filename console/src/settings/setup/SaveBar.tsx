import { Button } from "antd";
import { useTranslation } from "react-i18next";
import styles from "./SaveBar.module.css";
import type { SetupDraft } from "./useSetupDraft";

interface SaveBarProps {
  draft: Pick<SetupDraft<unknown>, "isDirty" | "isSaving" | "save" | "discard">;
  hindrance?: string | null;
}

/** Appears with the first change and stays in sight until it is saved or given up. */
export function SaveBar({ draft, hindrance = null }: SaveBarProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.place} role="status">
      {draft.isDirty && (
        <div className={styles.bar}>
          <span className={styles.words} data-hindered={hindrance !== null}>
            {hindrance ?? t("settings.unsaved.hint")}
          </span>
          <Button onClick={draft.discard} disabled={draft.isSaving}>
            {t("settings.discard")}
          </Button>
          <Button
            type="primary"
            onClick={() => draft.save()}
            loading={draft.isSaving}
            disabled={hindrance !== null}
          >
            {t("settings.save")}
          </Button>
        </div>
      )}
    </div>
  );
}
