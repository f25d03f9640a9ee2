import { Input, Radio, Switch } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import styles from "./Preferences.module.css";
import type { Preferences } from "./queries";

interface DigestChoiceProps {
  digest: Preferences["digest"];
  onChange: (change: { enabled?: boolean; at?: string | null }) => void;
}

/** Whether the morning digest comes, and when. */
export function DigestChoice({ digest, onChange }: DigestChoiceProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <section className={styles.digest} aria-labelledby={id}>
      <div className={styles.digestHead}>
        <div>
          <h2 id={id}>{t("inbox.preferences.digest.title")}</h2>
          <p className={styles.hint}>{t("inbox.preferences.digest.hint")}</p>
        </div>
        <Switch
          aria-label={t("inbox.preferences.digest.enabled")}
          checked={digest.enabled}
          onChange={(enabled) => onChange({ enabled })}
        />
      </div>
      {digest.enabled && (
        <div className={styles.digestTime}>
          <Radio.Group
            aria-label={t("inbox.preferences.digest.at")}
            value={digest.at === null ? "default" : "own"}
            onChange={({ target }) => onChange({ at: target.value === "default" ? null : digest.default_at })}
            options={[
              {
                value: "default",
                label: t("inbox.preferences.digest.default", { time: digest.default_at }),
              },
              { value: "own", label: t("inbox.preferences.digest.own") },
            ]}
          />
          {digest.at !== null && (
            <Input
              type="time"
              className={styles.time}
              aria-label={t("inbox.preferences.digest.at")}
              defaultValue={digest.at}
              onBlur={({ target }) => {
                if (target.value && target.value !== digest.at) onChange({ at: target.value });
              }}
            />
          )}
        </div>
      )}
    </section>
  );
}
