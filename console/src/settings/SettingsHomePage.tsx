import { RightOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMay } from "../auth/queries";
import { Page } from "../ui/Page";
import styles from "./SettingsHomePage.module.css";
import { offeredGroups } from "./sections";

export function Component() {
  const { t } = useTranslation();
  const groups = offeredGroups(useMay());
  return (
    <Page title={t("settings.title")} lead={t("settings.lead")}>
      {groups.map((group) => (
        <section key={group.id} aria-labelledby={`group-${group.id}`}>
          <h2 id={`group-${group.id}`} className={styles.group}>
            {t(`settings.group.${group.id}`)}
          </h2>
          <ul className={styles.cards}>
            {group.sections.map((section) => (
              <li key={section.id}>
                <Link to={`/settings/${section.to}`} className={styles.card}>
                  <span className={styles.icon} aria-hidden="true">
                    {section.icon}
                  </span>
                  <span className={styles.words}>
                    <span className={styles.name}>{t(`settings.section.${section.id}.name`)}</span>
                    <span className={styles.hint}>{t(`settings.section.${section.id}.hint`)}</span>
                  </span>
                  <RightOutlined className={styles.arrow} aria-hidden="true" />
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Page>
  );
}
