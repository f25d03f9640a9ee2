import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "../../i18n/language";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Mark } from "../Mark";
import { useMembers } from "../members/queries";
import styles from "./keys.module.css";
import { type ApiKey, useRevokeApiKey } from "./queries";

export function ApiKeyRow({ apiKey }: { apiKey: ApiKey }) {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const revoke = useRevokeApiKey();
  const members = useMembers().data ?? [];
  const dates = new Intl.DateTimeFormat(currentLanguage(), { dateStyle: "medium" });
  const creator = members.find((each) => each.id === apiKey.created_by)?.name ?? apiKey.created_by;
  const isOver = apiKey.expires_at !== null && new Date(apiKey.expires_at) <= new Date();
  const confirm = () =>
    modal.confirm({
      title: t("settings.keys.revoke_title", { name: apiKey.name }),
      content: t("settings.keys.revoke_text"),
      okText: t("settings.keys.revoke"),
      okButtonProps: { danger: true },
      onOk: () =>
        revoke.mutateAsync(apiKey.id).then(
          () => void message.success(t("settings.keys.revoked", { name: apiKey.name })),
          () => undefined, // told in the row
        ),
    });
  return (
    <li className={styles.key}>
      <span className={styles.words}>
        <span className={styles.title}>
          {apiKey.name}
          <Mark>{t(`common.role.${apiKey.role}`)}</Mark>
          {isOver && <Mark tone="line">{t("settings.keys.over")}</Mark>}
        </span>
        <span className={styles.about}>
          <code>…{apiKey.hint}</code> ·{" "}
          {t("settings.keys.made", { name: creator, date: dates.format(new Date(apiKey.created_at)) })} ·{" "}
          {apiKey.expires_at
            ? t("settings.keys.until", { date: dates.format(new Date(apiKey.expires_at)) })
            : t("settings.keys.endless")}
        </span>
        <ErrorNotice error={revoke.error} />
      </span>
      <Button danger type="text" loading={revoke.isPending} onClick={confirm}>
        {t("settings.keys.revoke")}
      </Button>
    </li>
  );
}
