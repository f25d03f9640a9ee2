import { Input, InputNumber, Select } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { currentLanguage, LANGUAGE_NAMES, LANGUAGES, type Language } from "../../i18n/language";
import { COUNTRIES, countryOptions } from "../countries";
import { SettingCard } from "../SettingCard";
import { SettingField } from "../SettingField";
import { SettingSwitch } from "../SettingSwitch";
import styles from "../settings.module.css";
import type { Names } from "../setup/types";
import type { SetupDraft } from "../setup/useSetupDraft";
import { currencyOptions, timezoneOptions } from "./standards";

export interface WorkspaceDraft {
  name: string;
  locale: Language;
  timezone: string;
  currency: string;
  region: string;
  large_deal: string | null;
  modules: { key: string; id: string; names: Names; enabled: boolean }[];
}

export function WorkspaceForm({ draft }: { draft: SetupDraft<WorkspaceDraft> }) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const { value } = draft;
  const set = (part: Partial<WorkspaceDraft>) => draft.change({ ...value, ...part });
  const zones = useMemo(() => timezoneOptions(draft.base.timezone), [draft.base.timezone]);
  const currencies = useMemo(
    () => currencyOptions(draft.base.currency, language),
    [draft.base.currency, language],
  );
  return (
    <>
      <SettingCard title={t("settings.workspace.basics")}>
        <div className={styles.grid}>
          <SettingField id="workspace-name" label={t("settings.property.name")}>
            <Input
              id="workspace-name"
              maxLength={80}
              value={value.name}
              onChange={(event) => set({ name: event.target.value })}
            />
          </SettingField>
          <Choose
            name="locale"
            value={value.locale}
            options={LANGUAGES.map((each) => ({ value: each, label: LANGUAGE_NAMES[each] }))}
            hint={t("settings.workspace.locale_hint")}
            onChange={(locale) => set({ locale: locale as Language })}
          />
          <Choose
            name="timezone"
            value={value.timezone}
            options={zones}
            onChange={(timezone) => set({ timezone })}
          />
          <Choose
            name="currency"
            value={value.currency}
            options={currencies}
            onChange={(currency) => set({ currency })}
          />
          <Choose
            name="region"
            value={value.region}
            options={countryOptions([...COUNTRIES, draft.base.region], language)}
            hint={t("settings.workspace.region_hint")}
            onChange={(region) => set({ region })}
          />
          <SettingField
            id="workspace-large_deal"
            label={t("settings.property.large_deal")}
            hint={t("settings.workspace.large_deal_hint")}
          >
            <InputNumber<string>
              id="workspace-large_deal"
              stringMode
              min="0.01"
              max="9999999999999"
              precision={2}
              prefix={value.currency}
              value={value.large_deal}
              onChange={(large_deal) => set({ large_deal: large_deal || null })}
            />
          </SettingField>
        </div>
      </SettingCard>
      {value.modules.length > 0 && (
        <SettingCard title={t("settings.property.modules")} hint={t("settings.workspace.modules_hint")}>
          {value.modules.map((module) => (
            <SettingSwitch
              key={module.id}
              label={module.names[language]}
              isOn={module.enabled}
              onChange={(enabled) =>
                set({
                  modules: value.modules.map((each) => (each.id === module.id ? { ...each, enabled } : each)),
                })
              }
            />
          ))}
        </SettingCard>
      )}
    </>
  );
}

interface ChooseProps {
  name: "locale" | "timezone" | "currency" | "region";
  value: string;
  options: { value: string; label: string }[];
  hint?: string;
  onChange: (value: string) => void;
}

function Choose({ name, value, options, hint, onChange }: ChooseProps) {
  const { t } = useTranslation();
  return (
    <SettingField id={`workspace-${name}`} label={t(`settings.property.${name}`)} hint={hint}>
      <Select
        id={`workspace-${name}`}
        showSearch={{ optionFilterProp: "label" }}
        value={value}
        options={options}
        onChange={onChange}
      />
    </SettingField>
  );
}
