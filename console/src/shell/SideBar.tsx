import { Badge } from "antd";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { useUnread } from "../inbox/useUnread";
import { Logo } from "../ui/Logo";
import { AccountMenu } from "./AccountMenu";
import styles from "./SideBar.module.css";
import { useNavigationItems } from "./useNavigationItems";
import { WorkspaceSwitch } from "./WorkspaceSwitch";

export function SideBar() {
  const { t } = useTranslation();
  const items = useNavigationItems();
  const unread = useUnread();
  return (
    <header className={styles.side}>
      <div className={styles.top}>
        <Logo />
        <WorkspaceSwitch />
      </div>
      <nav aria-label={t("shell.navigation")}>
        <ul className={styles.items}>
          {items.map((item) => (
            <li key={item.to}>
              <NavLink to={item.to} end={item.to === "/"} className={styles.item}>
                <span className={styles.icon} aria-hidden="true">
                  {item.icon}
                </span>
                <span>{t(item.label)}</span>
                {item.badge === "unread" && unread > 0 && (
                  <Badge
                    className={styles.badge}
                    count={unread}
                    overflowCount={99}
                    title={t("shell.unread", { count: unread })}
                  />
                )}
              </NavLink>
            </li>
          ))}
        </ul>
      </nav>
      <AccountMenu />
    </header>
  );
}
