import { ArrowDownOutlined, ArrowUpOutlined, InboxOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import { useTranslation } from "react-i18next";
import { currentLanguage, LANGUAGE_NAMES, LANGUAGES, type Language } from "../../i18n/language";
import { archived, type Entry, moved, newKey, replaced, restored } from "../entries/entries";
import styles from "./ChoicesInput.module.css";

interface ChoicesInputProps {
  /** Given by the form. */
  value?: Entry[];
  onChange?: (next: Entry[]) => void;
}

/** The choices of a field: a row each, with both names and its place. */
export function ChoicesInput({ value = [], onChange = () => undefined }: ChoicesInputProps) {
  const { t } = useTranslation();
  const own = currentLanguage();
  const ordered = [own, ...LANGUAGES.filter((each) => each !== own)];
  const live = value.filter((each) => !each.archived);
  const away = value.filter((each) => each.archived);
  const rename = (entry: Entry, language: Language, name: string) =>
    onChange(replaced(value, { ...entry, names: { ...entry.names, [language]: name } }));
  return (
    <div className={styles.choices}>
      {live.map((entry, at) => {
        const [above, below] = [live[at - 1], live[at + 1]];
        const label = entry.names[own] || t("settings.fields.choice_number", { number: at + 1 });
        return (
          <div key={entry.key} className={styles.row}>
            {ordered.map((language) => (
              <Input
                key={language}
                maxLength={80}
                value={entry.names[language]}
                placeholder={LANGUAGE_NAMES[language]}
                aria-label={`${t("settings.fields.choice_number", { number: at + 1 })} ${LANGUAGE_NAMES[language]}`}
                onChange={(event) => rename(entry, language, event.target.value)}
              />
            ))}
            <span className={styles.buttons}>
              <Button
                type="text"
                icon={<ArrowUpOutlined />}
                disabled={!above}
                aria-label={t("settings.entries.up", { name: label })}
                onClick={() => above && onChange(moved(value, entry.key, above.key))}
              />
              <Button
                type="text"
                icon={<ArrowDownOutlined />}
                disabled={!below}
                aria-label={t("settings.entries.down", { name: label })}
                onClick={() => below && onChange(moved(value, entry.key, below.key))}
              />
              <Button
                type="text"
                icon={<InboxOutlined />}
                aria-label={t("settings.entries.archive_named", { name: label })}
                onClick={() => onChange(archived(value, entry))}
              />
            </span>
          </div>
        );
      })}
      <Button
        type="dashed"
        icon={<PlusOutlined />}
        onClick={() =>
          onChange(replaced(value, { key: newKey(), names: { "zh-CN": "", en: "" }, archived: false }))
        }
      >
        {t("settings.fields.add_choice")}
      </Button>
      {away.map((entry) => (
        <div key={entry.key} className={styles.away}>
          <span>
            {entry.names[own]} · {t("settings.change.archived")}
          </span>
          <Button size="small" onClick={() => onChange(restored(value, entry))}>
            {t("settings.entries.restore")}
          </Button>
        </div>
      ))}
    </div>
  );
}
