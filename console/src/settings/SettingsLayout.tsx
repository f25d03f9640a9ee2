import { LeftOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { Link, NavLink, Outlet, useMatch } from "react-router";
import { useMay } from "../auth/queries";
import { useIsPhone } from "../ui/useMediaQuery";
import styles from "./SettingsLayout.module.css";
import { offeredGroups } from "./sections";

/** Beside each page the list of all; on a phone a way back to it. */
export function Component() {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const isHome = useMatch("/settings") !== null;
  if (isHome) return <Outlet />;
  if (isPhone) {
    return (
      <>
        <Link to="/settings" className={styles.back}>
          <LeftOutlined aria-hidden="true" /> {t("settings.title")}
        </Link>
        <Outlet />
      </>
    );
  }
  return (
    <div className={styles.layout}>
      <SectionList />
      <div className={styles.page}>
        <Outlet />
      </div>
    </div>
  );
}

function SectionList() {
  const { t } = useTranslation();
  const groups = offeredGroups(useMay());
  return (
    <nav className={styles.list} aria-label={t("settings.title")}>
      {groups.map((group) => (
        <section key={group.id} aria-label={t(`settings.group.${group.id}`)}>
          <p className={styles.group} aria-hidden="true">
            {t(`settings.group.${group.id}`)}
          </p>
          <ul>
            {group.sections.map((section) => (
              <li key={section.id}>
                <NavLink to={`/settings/${section.to}`} className={styles.item}>
                  <span className={styles.icon} aria-hidden="true">
                    {section.icon}
                  </span>
                  {t(`settings.section.${section.id}.name`)}
                </NavLink>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}
