import { BulbOutlined, GlobalOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { changeLanguage } from "../i18n";
import { currentLanguage, LANGUAGE_NAMES, LANGUAGES, type Language } from "../i18n/language";
import { chooseTheme, THEME_CHOICES, type ThemeChoice, useTheme } from "./themeMode";

interface MenuProps {
  /** Told after the texts have changed. */
  onChange?: (language: Language) => void;
}

export function LanguageMenu({ onChange }: MenuProps) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const choose = async (language: Language) => {
    await changeLanguage(language);
    await cache.invalidateQueries(); // names and messages of the server come in the new language
    onChange?.(language);
  };
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        selectable: true,
        selectedKeys: [currentLanguage()],
        items: LANGUAGES.map((each) => ({ key: each, label: LANGUAGE_NAMES[each] })),
        onClick: ({ key }) => void choose(key as Language),
      }}
    >
      <Button
        type="text"
        icon={<GlobalOutlined />}
        aria-label={t("common.chosen", {
          what: t("common.language"),
          value: LANGUAGE_NAMES[currentLanguage()],
        })}
      >
        {LANGUAGE_NAMES[currentLanguage()]}
      </Button>
    </Dropdown>
  );
}

export function ThemeMenu() {
  const { t } = useTranslation();
  const { choice } = useTheme();
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        selectable: true,
        selectedKeys: [choice],
        items: THEME_CHOICES.map((each) => ({ key: each, label: t(`common.theme.${each}`) })),
        onClick: ({ key }) => chooseTheme(key as ThemeChoice),
      }}
    >
      <Button
        type="text"
        icon={<BulbOutlined />}
        aria-label={t("common.chosen", {
          what: t("common.theme_choice"),
          value: t(`common.theme.${choice}`),
        })}
      >
        {t(`common.theme.${choice}`)}
      </Button>
    </Dropdown>
  );
}
