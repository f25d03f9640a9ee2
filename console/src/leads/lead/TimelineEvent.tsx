import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ChangeLines } from "../../settings/changes/ChangeLines";
import { known } from "../../settings/changes/words";
import { KINDS, OUTCOMES } from "../followUp/followUp";
import type { LeadEvent } from "../types";
import type { LeadWords } from "../useLeadWords";
import { linesOf } from "./changeLines";
import { iconOf } from "./eventIcons";
import styles from "./Timeline.module.css";

interface TimelineEventProps {
  event: LeadEvent;
  words: LeadWords;
  /** Where several leads' events stand together: which one it is about. */
  about?: ReactNode;
}

export function TimelineEvent({ event, words, about }: TimelineEventProps) {
  const { t } = useTranslation();
  const { facts } = event;
  const kind = KINDS.find((each) => each === facts.follow_up);
  const outcome = OUTCOMES.find((each) => each === facts.outcome);
  const lines = linesOf(event.changes, words);
  const who = actorOf(event, words);
  const title = kind
    ? t(`today.follow_up.kind.${kind}`)
    : (known(t, `settings.audit.kind.${event.kind}`) ?? event.kind);
  const said = [facts.override, saidReason(event, words)].find((each) => typeof each === "string" && each);
  return (
    <li className={styles.event} data-kind={kind ? "follow_up" : event.kind}>
      <span className={styles.icon} aria-hidden="true">
        {iconOf(event)}
      </span>
      <div className={styles.words}>
        <p className={styles.title}>
          {kind ? (
            <>
              <strong>{title}</strong>
              {outcome && (
                <span className={styles.outcome} data-effective={facts.effective === true}>
                  {t(`today.follow_up.outcome.${outcome}`)}
                </span>
              )}
              {typeof facts.minutes === "number" && (
                <span>{t("leads.timeline.minutes", { count: facts.minutes })}</span>
              )}
              <span>{who}</span>
            </>
          ) : (
            <span>
              {who} {title}
            </span>
          )}
          <time className={styles.at} dateTime={event.at}>
            {words.moment(event.at)}
          </time>
        </p>
        {about && <p className={styles.about}>{about}</p>}
        {typeof facts.summary === "string" && <p className={styles.summary}>{facts.summary}</p>}
        {typeof said === "string" && (
          <p className={styles.reason}>{t("leads.timeline.reason", { reason: said })}</p>
        )}
        {lines.length > 0 && <ChangeLines lines={lines} />}
      </div>
    </li>
  );
}

/** Why: unless the changes below say it already. */
function saidReason({ facts, changes }: LeadEvent, words: LeadWords): string | null {
  if (typeof facts.reason !== "string" || "hold_reason" in changes || "lost_reason" in changes) return null;
  return words.reason(facts.reason);
}

/** A member, or the product itself. */
function actorOf(event: LeadEvent, words: LeadWords): string {
  if (event.actor_name) return event.actor_name;
  if (event.actor.startsWith("key_")) return words.t("settings.audit.api_key");
  const member = words.member(event.actor);
  return member === event.actor ? words.t("settings.audit.system") : member;
}
