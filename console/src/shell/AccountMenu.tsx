import { LogoutOutlined } from "@ant-design/icons";
import { Button, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { useKeepLanguage, useMe, useSignOut } from "../auth/queries";
import { LanguageMenu, ThemeMenu } from "../ui/PreferenceMenus";
import styles from "./AccountMenu.module.css";

/** At the foot of the side bar: language, look, who is signed in, the way out. */
export function AccountMenu() {
  const { t } = useTranslation();
  const me = useMe().data;
  const signOut = useSignOut();
  const keepLanguage = useKeepLanguage();
  return (
    <div className={styles.account}>
      <div className={styles.menus}>
        <LanguageMenu onChange={(language) => keepLanguage.mutate(language)} />
        <ThemeMenu />
      </div>
      <div className={styles.person}>
        <span className={styles.words}>
          <span className={styles.name}>{me?.actor.name}</span>
          <span className={styles.role}>{me && t(`common.role.${me.actor.role}`)}</span>
        </span>
        <Tooltip title={t("shell.sign_out")} placement="right">
          <Button
            type="text"
            icon={<LogoutOutlined />}
            aria-label={t("shell.sign_out")}
            loading={signOut.isPending}
            onClick={() => signOut.mutate()}
          />
        </Tooltip>
      </div>
    </div>
  );
}
