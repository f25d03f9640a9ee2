import { EllipsisOutlined } from "@ant-design/icons";
import { Badge } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { NavLink, useLocation } from "react-router";
import { useUnread } from "../inbox/useUnread";
import { MoreDrawer } from "./MoreDrawer";
import styles from "./TabBar.module.css";
import { useNavigationItems } from "./useNavigationItems";

export function TabBar() {
  const { t } = useTranslation();
  const items = useNavigationItems();
  const unread = useUnread();
  const { pathname } = useLocation();
  const [isOpen, setOpen] = useState(false);
  const tabs = items.filter((item) => item.isTab);
  const more = items.filter((item) => !item.isTab);
  const isInMore = more.some((item) => pathname.startsWith(item.to));
  return (
    <>
      <nav className={styles.bar} aria-label={t("shell.navigation")}>
        {tabs.map((item) => (
          <NavLink key={item.to} to={item.to} end={item.to === "/"} className={styles.tab}>
            <Badge
              dot={item.badge === "unread" && unread > 0}
              title={item.badge === "unread" ? t("shell.unread", { count: unread }) : undefined}
            >
              <span className={styles.icon} aria-hidden="true">
                {item.icon}
              </span>
            </Badge>
            <span>{t(item.label)}</span>
          </NavLink>
        ))}
        <button
          type="button"
          className={`${styles.tab} ${isInMore ? "active" : ""}`}
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          onClick={() => setOpen(true)}
        >
          <span className={styles.icon} aria-hidden="true">
            <EllipsisOutlined />
          </span>
          <span>{t("shell.more")}</span>
        </button>
      </nav>
      <MoreDrawer items={more} isOpen={isOpen} onClose={() => setOpen(false)} />
    </>
  );
}
