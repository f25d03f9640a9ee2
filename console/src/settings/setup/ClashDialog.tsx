import { Button, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { ChangeLines } from "../changes/ChangeLines";
import { setupLines } from "../changes/setupLines";
import { useWords } from "../changes/useWords";
import styles from "./ClashDialog.module.css";
import { useNewestSetupChange } from "./queries";
import type { Workspace } from "./types";
import type { SetupDraft } from "./useSetupDraft";

interface ClashDialogProps {
  draft: Pick<SetupDraft<unknown>, "clash" | "discard" | "keepMine" | "isSaving">;
  workspace: Workspace;
}

/** Somebody else saved first: shows both changes and lets the person choose. */
export function ClashDialog({ draft, workspace }: ClashDialogProps) {
  const { t } = useTranslation();
  const words = useWords(workspace);
  const { clash } = draft;
  const newest = useNewestSetupChange(clash !== null).data;
  const mine = clash ? setupLines(clash.base, clash.mine, words) : [];
  const theirs = clash ? setupLines(clash.base, clash.theirs, words) : [];
  return (
    <Modal
      open={clash !== null}
      title={t("settings.clash.title")}
      width={640}
      closable={false}
      footer={[
        <Button key="mine" onClick={draft.keepMine} loading={draft.isSaving}>
          {t("settings.clash.keep_mine")}
        </Button>,
        <Button key="theirs" type="primary" onClick={draft.discard}>
          {t("settings.clash.reload")}
        </Button>,
      ]}
    >
      <p>
        {newest?.actor_name
          ? t("settings.clash.by", { name: newest.actor_name, at: words.moment(newest.at) })
          : t("settings.clash.by_someone")}
      </p>
      <section className={styles.side}>
        <h3>{t("settings.clash.theirs")}</h3>
        <ChangeLines lines={theirs} />
      </section>
      <section className={styles.side}>
        <h3>{t("settings.clash.mine")}</h3>
        <ChangeLines lines={mine} />
      </section>
      <p className={styles.hint}>{t("settings.clash.hint")}</p>
    </Modal>
  );
}
