import { Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "../../i18n/language";
import styles from "./Design.module.css";
import { fieldsOf, NO_NAMES } from "./draft";
import { Labelled } from "./Labelled";
import { NamesInput } from "./NamesInput";
import type { NodePartProps } from "./NodeDrawer";

/** A letter to somebody outside when the card is done, with a link to a page that shows how far it is. */
export function NodeMail({ flow, node, onChange, wrong }: NodePartProps) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const mail = node.mail_when_done ?? null;
  const addresses = fieldsOf(flow, ["email"]);
  const put = (change: Partial<NonNullable<typeof mail>>) =>
    mail && onChange({ ...node, mail_when_done: { ...mail, ...change } });
  return (
    <section className={styles.part}>
      <h3>{t("flows.design.mail.title")}</h3>
      <span className={styles.check}>
        <Switch
          aria-label={t("flows.design.mail.on")}
          checked={mail !== null}
          disabled={mail === null && addresses.length === 0}
          onChange={(isOn) =>
            onChange({
              ...node,
              mail_when_done: isOn
                ? { field: addresses[0]?.id ?? "", subject: NO_NAMES, body: NO_NAMES, link: true }
                : null,
            })
          }
        />
        {t("flows.design.mail.on")}
      </span>
      {mail === null && addresses.length === 0 && (
        <p className={styles.about}>{t("flows.design.mail.no_field")}</p>
      )}
      {mail && (
        <>
          <div className={styles.pair}>
            <Labelled label={t("flows.design.mail.field")} wrong={wrong("mail_when_done.field")}>
              {(id) => (
                <Select<string>
                  id={id}
                  className={styles.wide ?? ""}
                  value={mail.field}
                  onChange={(field) => put({ field })}
                  options={addresses.map((each) => ({ value: each.id, label: each.names[language] }))}
                />
              )}
            </Labelled>
            <Labelled label={t("flows.design.mail.receipt")} wrong={wrong("mail_when_done.receipt")}>
              {(id) => (
                <Select<string>
                  id={id}
                  className={styles.wide ?? ""}
                  allowClear
                  disabled={mail.link === false}
                  placeholder={t("flows.design.mail.no_receipt")}
                  value={mail.receipt ?? null}
                  onChange={(receipt: string | undefined) => put({ receipt: receipt ?? null })}
                  options={flow.nodes
                    .filter((each) => each.id !== node.id)
                    .map((each) => ({ value: each.id, label: each.names[language] }))}
                />
              )}
            </Labelled>
          </div>
          <span className={styles.check}>
            <Switch
              size="small"
              aria-label={t("flows.design.mail.link")}
              checked={mail.link ?? true}
              onChange={(link) => put(link ? { link } : { link, receipt: null })}
            />
            {t("flows.design.mail.link")}
          </span>
          <NamesInput
            label={t("flows.design.mail.subject")}
            value={mail.subject}
            onChange={(subject) => put({ subject })}
            wrong={(each) => wrong(`mail_when_done.subject.${each}`)}
          />
          <NamesInput
            isText
            label={t("flows.design.mail.body")}
            value={mail.body}
            onChange={(body) => put({ body })}
            wrong={(each) => wrong(`mail_when_done.body.${each}`)}
          />
          <p className={styles.about}>
            {t("flows.design.mail.blanks", {
              blanks: fieldsOf(flow)
                .map((each) => `{${each.id}} ${each.names[language]}`)
                .join("  "),
            })}
          </p>
        </>
      )}
    </section>
  );
}
