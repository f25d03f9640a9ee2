import { Input } from "antd";
import { useTranslation } from "react-i18next";
import { currentLanguage, LANGUAGE_NAMES, LANGUAGES } from "../../i18n/language";
import styles from "./Design.module.css";
import type { Names } from "./draft";
import { Labelled } from "./Labelled";

interface NamesInputProps {
  value: Names;
  onChange: (next: Names) => void;
  /** By language. */
  wrong?: (language: string) => string[];
  /** Several lines. */
  isText?: boolean;
  label?: string;
}

/** A name in both languages, the reader's own first. */
export function NamesInput({ value, onChange, wrong, isText = false, label }: NamesInputProps) {
  const { t } = useTranslation();
  const own = currentLanguage();
  const ordered = [own, ...LANGUAGES.filter((each) => each !== own)];
  return (
    <div className={isText ? styles.form : styles.pair}>
      {ordered.map((language) => {
        const name = LANGUAGE_NAMES[language];
        return (
          <Labelled
            key={language}
            label={
              label
                ? t("flows.design.in_language", { what: label, language: name })
                : t("settings.entries.name_in", { language: name })
            }
            wrong={wrong?.(language) ?? []}
          >
            {(id, isWrong) => {
              const shared = {
                id,
                value: value[language],
                "aria-invalid": isWrong,
                ...(isWrong ? { status: "error" as const } : {}),
              };
              const change = (text: string) => onChange({ ...value, [language]: text });
              return isText ? (
                <Input.TextArea
                  {...shared}
                  autoSize={{ minRows: 3, maxRows: 12 }}
                  maxLength={2000}
                  onChange={({ target }) => change(target.value)}
                />
              ) : (
                <Input {...shared} maxLength={80} onChange={({ target }) => change(target.value)} />
              );
            }}
          </Labelled>
        );
      })}
    </div>
  );
}
