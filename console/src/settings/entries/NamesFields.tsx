import { Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { currentLanguage, LANGUAGE_NAMES, LANGUAGES } from "../../i18n/language";

/** The business name in both languages, the reader's own first; the other may be left out. */
export function NamesFields() {
  const { t } = useTranslation();
  const own = currentLanguage();
  const ordered = [own, ...LANGUAGES.filter((each) => each !== own)];
  return ordered.map((language) => (
    <Form.Item
      key={language}
      name={["names", language]}
      label={t("settings.entries.name_in", { language: LANGUAGE_NAMES[language] })}
      rules={[{ required: language === own, whitespace: true, message: t("settings.needed") }]}
      validateTrigger="onBlur"
    >
      <Input
        maxLength={80}
        autoFocus={language === own}
        placeholder={language === own ? undefined : t("settings.entries.name_same")}
      />
    </Form.Item>
  ));
}
