import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { OfflineNotice } from "../shell/OfflineNotice";
import { Logo } from "../ui/Logo";
import { LanguageMenu } from "../ui/PreferenceMenus";
import styles from "./AuthFrame.module.css";

interface AuthFrameProps {
  picture: ReactNode;
  /** What the picture says, in words. */
  caption: string;
  /** Above the content: where one is in several steps. */
  steps?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}

/** The frame of all pages before the shell: a picture of what is being made, and the form. */
export function AuthFrame({ picture, caption, steps, wide = false, children }: AuthFrameProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.frame}>
      <aside className={styles.panel} aria-label={t("auth.panel")}>
        <Logo onDark />
        <figure className={styles.figure}>
          <div className={styles.picture}>{picture}</div>
          <figcaption>{caption}</figcaption>
        </figure>
        <p className={styles.motto}>{t("auth.motto")}</p>
      </aside>
      <div className={styles.side}>
        <OfflineNotice />
        <header className={styles.bar}>
          <span className={styles.mark}>
            <Logo />
          </span>
          <LanguageMenu />
        </header>
        <main className={styles.content} data-wide={wide}>
          {steps}
          {children}
        </main>
      </div>
    </div>
  );
}
