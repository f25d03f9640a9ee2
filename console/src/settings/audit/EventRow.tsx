import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ChangeLines } from "../changes/ChangeLines";
import { known, type Words } from "../changes/words";
import styles from "./audit.module.css";
import { eventLines, leadOf, subjectOf, toldOf } from "./eventLines";
import type { LogEvent } from "./queries";

export function EventRow({ event, words }: { event: LogEvent; words: Words }) {
  const { t } = useTranslation();
  const lines = eventLines(event, words);
  const told = toldOf(event, words);
  const subject = subjectOf(event, words);
  const lead = leadOf(event);
  const title = known(t, `settings.audit.kind.${event.kind}`) ?? event.kind;
  return (
    <li className={styles.event}>
      <div className={styles.head}>
        <span className={styles.actor}>{actorOf(event, words)}</span>
        <span className={styles.kind}>{title}</span>
        {lead ? (
          <Link to={`/leads/${lead}`}>{subject ?? t("settings.audit.open_lead")}</Link>
        ) : (
          subject && <span className={styles.subject}>{subject}</span>
        )}
        <time className={styles.at} dateTime={event.at}>
          {words.moment(event.at)}
        </time>
      </div>
      {told && <p className={styles.told}>{told}</p>}
      {lines.length > 0 && <ChangeLines lines={lines} />}
    </li>
  );
}

/** A member, an API key, or a job of the product itself. */
function actorOf(event: LogEvent, words: Words): string {
  if (event.actor_name) return event.actor_name;
  if (event.actor.startsWith("key_")) return words.t("settings.audit.api_key");
  const member = words.member(event.actor);
  return member === event.actor ? words.t("settings.audit.system") : member;
}
