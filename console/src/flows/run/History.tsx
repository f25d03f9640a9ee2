import { Button, Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { ChangeLines } from "../../settings/changes/ChangeLines";
import { known } from "../../settings/changes/words";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { type Course, fieldOf } from "../course";
import { useHistory } from "../queries";
import type { RunEvent } from "../types";
import { type FlowWords, useFlowWords } from "../useFlowWords";
import { useHolders } from "../useHolders";
import { changeLines, type Said } from "./changes";
import styles from "./Run.module.css";

/** Everything that was done in a run, the newest first. */
export function History({ course }: { course: Course }) {
  const { t } = useTranslation();
  const words = useFlowWords();
  const history = useHistory(course.run.id);
  const holders = useHolders();
  if (history.isPending) return <Skeleton active title={false} paragraph={{ rows: 4 }} />;
  const said: Said = {
    none: t("settings.change.none"),
    name: (key) => {
      const field = fieldOf(course.flow, key);
      return known(t, `flows.property.${key}`) ?? (field ? words.names(field.names) : key);
    },
    value: (key, value) => {
      if (key === "state") return known(t, `flows.state.${value}`) ?? String(value);
      if (key === "priority") return known(t, `flows.priority.${value}`) ?? String(value);
      if (key === "holder") return holderName(String(value));
      if (key === "promised") return words.day(String(value));
      const field = fieldOf(course.flow, key);
      return words.value({ value, type: field?.type ?? "text" }, field);
    },
  };
  function holderName(holder: string): string {
    return holder.startsWith("role:") ? holders.roleName(holder.slice(5)) : words.member(holder);
  }
  const events = history.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <ErrorNotice error={history.error} onRetry={() => void history.refetch()} />
      <ul>
        {events.map((event) => (
          <EventItem key={event.id} event={event} course={course} words={words} said={said} />
        ))}
      </ul>
      {history.hasNextPage && (
        <Button loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          {t("settings.more")}
        </Button>
      )}
    </>
  );
}

interface EventItemProps {
  event: RunEvent;
  course: Course;
  words: FlowWords;
  said: Said;
}

function EventItem({ event, course, words, said }: EventItemProps) {
  const { t } = useTranslation();
  const { facts } = event;
  const step = course.run.cards.find((each) => each.id === event.about)?.node_name;
  const reasonId = typeof facts.reason === "string" ? facts.reason : null;
  const reason = course.flow?.blocking_reasons.find((each) => each.id === reasonId);
  const notes = [
    typeof facts.percent === "number" ? t("flows.event.percent", { count: facts.percent }) : null,
    reason ? words.names(reason.names) : reasonId,
    typeof facts.note === "string" ? facts.note : null,
    typeof facts.name === "string" ? facts.name : null,
  ].filter(Boolean);
  const lines = changeLines(event, said);
  return (
    <li className={styles.event} data-kind={event.kind}>
      <p className={styles.eventHead}>
        <strong>{known(t, `flows.event.${event.kind.replace(".", "_")}`) ?? event.kind}</strong>
        {step && <span>{step}</span>}
        <span>{actorOf(event, words)}</span>
        <time dateTime={event.at}>{words.moment(event.at)}</time>
      </p>
      {notes.length > 0 && <p className={styles.eventNote}>{notes.join(" · ")}</p>}
      {lines.length > 0 && <ChangeLines lines={lines} />}
    </li>
  );
}

function actorOf(event: RunEvent, words: FlowWords): string {
  if (event.actor_name) return event.actor_name;
  if (event.actor.startsWith("key_")) return words.t("settings.audit.api_key");
  if (event.actor.startsWith("conn_")) return words.t("flows.event.partner");
  if (event.actor === "contact") return words.t("flows.event.contact");
  return words.t("settings.audit.system");
}
