import { Button, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { useMe } from "../../auth/queries";
import { ChangeLines } from "../../settings/changes/ChangeLines";
import { linesOf } from "../lead/changeLines";
import { useTimeline } from "../queries";
import { useLeadWords } from "../useLeadWords";
import styles from "./act.module.css";
import { type Clash, changesOf, theirChanges } from "./clash";

interface ClashDialogProps {
  clash: Clash;
  isSaving: boolean;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
}

/** Somebody else changed the lead first: both changes, and the choice. */
export function ClashDialog({ clash, isSaving, onKeepMine, onTakeTheirs }: ClashDialogProps) {
  const { t } = useTranslation();
  const words = useLeadWords();
  const newest = clash.newest.body;
  const me = useMe().data?.actor.id;
  // The timeline may still be the one that was read before: only what came after counts.
  const event = useTimeline(newest.id).data?.pages[0]?.items.find(
    ({ at, actor }) => at >= (clash.base.updated_at ?? "") && actor !== me,
  );
  return (
    <Modal
      open
      title={t("leads.clash.title")}
      closable={false}
      footer={[
        <Button key="mine" loading={isSaving} onClick={onKeepMine}>
          {t("leads.clash.keep_mine")}
        </Button>,
        <Button key="theirs" type="primary" onClick={onTakeTheirs}>
          {t("leads.clash.take_theirs")}
        </Button>,
      ]}
    >
      <p>
        {event?.actor_name
          ? t("leads.clash.by", { name: event.actor_name, at: words.ago(event.at) })
          : t("leads.clash.by_someone")}
      </p>
      <section className={styles.side}>
        <h2 className={styles.sideTitle}>{t("leads.clash.theirs")}</h2>
        <ChangeLines lines={linesOf(theirChanges(clash.base, newest), words)} />
      </section>
      <section className={styles.side}>
        <h2 className={styles.sideTitle}>{t("leads.clash.mine")}</h2>
        <ChangeLines lines={linesOf(changesOf(clash.base, clash.wanted), words)} />
      </section>
    </Modal>
  );
}
