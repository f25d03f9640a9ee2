import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";
import { ChangeLines } from "./ChangeLines";
import styles from "./StaleNotice.module.css";
import type { ChangeLine } from "./setupLines";

/** What is in a form, by label. */
type Said = Record<string, string>;

interface StaleNoticeProps {
  base: Said;
  mine: Said;
  theirs: Said;
  onReload: () => void;
}

function lines(before: Said, after: Said): ChangeLine[] {
  return Object.keys(after)
    .filter((what) => before[what] !== after[what])
    .map((what) => ({ what, before: before[what] ?? null, after: after[what] ?? null }));
}

/** In a form: somebody else saved first. Shows both changes; to go on, the newest is read. */
export function StaleNotice({ base, mine, theirs, onReload }: StaleNoticeProps) {
  const { t } = useTranslation();
  return (
    <Alert
      type="warning"
      role="alert"
      title={t("settings.clash.title")}
      description={
        <div className={styles.sides}>
          <h3>{t("settings.clash.theirs")}</h3>
          <ChangeLines lines={lines(base, theirs)} />
          <h3>{t("settings.clash.mine")}</h3>
          <ChangeLines lines={lines(base, mine)} />
          <Button onClick={onReload}>{t("settings.clash.reload")}</Button>
        </div>
      }
    />
  );
}
