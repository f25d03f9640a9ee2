import { useQueryClient } from "@tanstack/react-query";
import { App, Input, Select } from "antd";
import i18next from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "../../api/problem";
import type { Me } from "../../auth/queries";
import { changeLanguage } from "../../i18n";
import { LANGUAGE_NAMES, LANGUAGES, type Language } from "../../i18n/language";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { StaleNotice } from "../changes/StaleNotice";
import { SettingCard } from "../SettingCard";
import { SettingField } from "../SettingField";
import styles from "../settings.module.css";
import { SaveBar } from "../setup/SaveBar";
import { isSame } from "../setup/threeWay";
import { UnsavedGuard } from "../setup/UnsavedGuard";
import { useChangeOwnAccount } from "./queries";

interface Draft {
  name: string;
  locale: Language;
}

interface Own {
  body: Me;
  etag: string | null;
}

const draftOf = ({ member, user, actor }: Me): Draft => ({
  name: member?.name ?? actor.name,
  locale: member?.locale ?? user?.locale ?? "zh-CN",
});

/** The own name and language. */
export function OwnForm({ own }: { own: Own }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const cache = useQueryClient();
  const change = useChangeOwnAccount();
  const [kept, setKept] = useState<{ own: Own; value: Draft } | null>(null);
  const base = draftOf((kept?.own ?? own).body);
  const value = kept?.value ?? base;
  const isStale = isProblem(change.error, "stale_version");
  const set = (part: Partial<Draft>) => setKept({ own: kept?.own ?? own, value: { ...value, ...part } });
  const discard = () => {
    setKept(null);
    change.reset();
  };
  const say = (draft: Draft) => ({
    [t("settings.profile.name")]: draft.name,
    [t("common.language")]: LANGUAGE_NAMES[draft.locale],
  });
  const save = () =>
    change.mutate(
      { body: { name: value.name.trim(), locale: value.locale }, etag: (kept?.own ?? own).etag },
      {
        onSuccess: async () => {
          setKept(null);
          if (value.locale !== base.locale) {
            await changeLanguage(value.locale);
            await cache.invalidateQueries();
          }
          void message.success(i18next.t("settings.saved")); // in the language that was just chosen
        },
      },
    );
  const isDirty = !isSame(base, value);
  return (
    <>
      <SettingCard title={t("settings.profile.person")}>
        <div className={styles.grid}>
          <SettingField id="own-name" label={t("settings.profile.name")}>
            <Input
              id="own-name"
              maxLength={80}
              autoComplete="name"
              value={value.name}
              onChange={(event) => set({ name: event.target.value })}
            />
          </SettingField>
          <SettingField
            id="own-locale"
            label={t("common.language")}
            hint={t("settings.profile.language_hint")}
          >
            <Select
              id="own-locale"
              value={value.locale}
              options={LANGUAGES.map((each) => ({ value: each, label: LANGUAGE_NAMES[each] }))}
              onChange={(locale) => set({ locale })}
            />
          </SettingField>
        </div>
      </SettingCard>
      <ErrorNotice error={isStale ? null : change.error} />
      {isStale && (
        <StaleNotice base={say(base)} mine={say(value)} theirs={say(draftOf(own.body))} onReload={discard} />
      )}
      <SaveBar
        draft={{ isDirty, isSaving: change.isPending, save, discard }}
        hindrance={value.name.trim() ? null : t("settings.profile.name_needed")}
      />
      <UnsavedGuard isDirty={isDirty} />
    </>
  );
}
