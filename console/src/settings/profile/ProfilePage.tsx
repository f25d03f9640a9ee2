import { LogoutOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe, useSignOut } from "../../auth/queries";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Page } from "../../ui/Page";
import { PageSkeleton } from "../../ui/PageSkeleton";
import { ThemeMenu } from "../../ui/PreferenceMenus";
import { SettingCard } from "../SettingCard";
import styles from "../settings.module.css";
import { OwnForm } from "./OwnForm";
import { PasswordForm } from "./PasswordForm";
import { useOwnAccount } from "./queries";

export function Component() {
  const { t } = useTranslation();
  const me = useMe().data;
  const own = useOwnAccount();
  const signOut = useSignOut();
  if (own.isPending) return <PageSkeleton />;
  return (
    <Page
      title={t("settings.section.profile.name")}
      lead={me && `${me.user?.email ?? ""} · ${t(`common.role.${me.actor.role}`)} · ${me.workspace.name}`}
      extra={
        <Button icon={<LogoutOutlined />} loading={signOut.isPending} onClick={() => signOut.mutate()}>
          {t("shell.sign_out")}
        </Button>
      }
    >
      <ErrorNotice
        error={own.error ?? signOut.error}
        onRetry={own.error ? () => void own.refetch() : undefined}
      />
      {own.data && <OwnForm own={own.data} />}
      <SettingCard
        title={t("settings.profile.notifications")}
        hint={t("settings.profile.notifications_hint")}
      >
        <div className={styles.actions}>
          <Link to="/inbox/preferences">{t("settings.channels.to_preferences")}</Link>
          <Link to="/settings/channels">{t("settings.profile.to_channels")}</Link>
        </div>
      </SettingCard>
      <SettingCard title={t("common.theme_choice")} hint={t("settings.profile.theme_hint")}>
        <div className={styles.actions}>
          <ThemeMenu />
        </div>
      </SettingCard>
      <PasswordForm email={me?.user?.email ?? ""} />
    </Page>
  );
}
