import { LogoutOutlined, RightOutlined } from "@ant-design/icons";
import { Button, Drawer } from "antd";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { useKeepLanguage, useMe, useSignOut } from "../auth/queries";
import { LanguageMenu, ThemeMenu } from "../ui/PreferenceMenus";
import styles from "./MoreDrawer.module.css";
import type { NavigationItem } from "./navigation";

interface MoreDrawerProps {
  items: NavigationItem[];
  isOpen: boolean;
  onClose: () => void;
}

/** On a phone: the pages that are not in the tab bar, and what belongs to the person. */
export function MoreDrawer({ items, isOpen, onClose }: MoreDrawerProps) {
  const { t } = useTranslation();
  const me = useMe().data;
  const signOut = useSignOut();
  const keepLanguage = useKeepLanguage();
  return (
    <Drawer open={isOpen} onClose={onClose} placement="bottom" size="auto" title={t("shell.more")}>
      <nav aria-label={t("shell.more")}>
        <ul>
          {items.map((item) => (
            <li key={item.to}>
              <NavLink to={item.to} className={styles.row} onClick={onClose}>
                {item.icon}
                <span className={styles.label}>{t(item.label)}</span>
                <RightOutlined className={styles.arrow} />
              </NavLink>
            </li>
          ))}
        </ul>
      </nav>
      <div className={styles.preferences}>
        <LanguageMenu onChange={(language) => keepLanguage.mutate(language)} />
        <ThemeMenu />
      </div>
      <div className={styles.person}>
        <span className={styles.label}>
          <strong>{me?.actor.name}</strong>
          <br />
          <small>{me?.user?.email}</small>
        </span>
        <Button icon={<LogoutOutlined />} loading={signOut.isPending} onClick={() => signOut.mutate()}>
          {t("shell.sign_out")}
        </Button>
      </div>
    </Drawer>
  );
}
