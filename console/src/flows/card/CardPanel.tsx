import { EyeInvisibleOutlined, EyeOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { isOpen } from "../clock/countdown";
import type { Course } from "../course";
import { ClockMark, Mark, StateMark } from "../Marks";
import { ValueRow } from "../run/ValueRow";
import type { CardView, FieldValue } from "../types";
import { useFlowWords } from "../useFlowWords";
import { useHolders } from "../useHolders";
import styles from "./Card.module.css";
import { Clocks } from "./Clocks";
import { watchCard } from "./calls";
import { MovesButtons } from "./MovesButtons";
import { askAnew, showCard } from "./useCardMove";

interface CardPanelProps {
  course: Course;
  card: CardView;
  /** A drawer has the name in its own head. */
  isNameHidden?: boolean;
}

/** One card: how it stands, what may be done, its clocks, what it needs and what it gives. */
export function CardPanel({ course, card, isNameHidden = false }: CardPanelProps) {
  const { t } = useTranslation();
  const id = useId();
  const words = useFlowWords();
  return (
    <section className={styles.panel} aria-labelledby={id}>
      <div className={styles.head}>
        <h2 id={id} className={isNameHidden ? "gp-visually-hidden" : undefined}>
          {card.node_name}
        </h2>
        <StateMark state={card.state} words={words} />
        <ClockMark card={card} words={words} target={card.complete?.target_seconds ?? null} />
        {card.cycle > 1 && <Mark tone="none">{t("flows.card.cycle", { count: card.cycle })}</Mark>}
      </div>
      <Notices card={card} />
      <MovesButtons course={course} card={card}>
        <WatchButton card={card} />
      </MovesButtons>
      <Facts card={card} />
      <Clocks card={card} />
      <Values
        course={course}
        title={t("flows.card.inputs")}
        values={card.inputs}
        missing={card.missing_to_start.fields}
      />
      <Values
        course={course}
        title={t("flows.card.outputs")}
        values={card.outputs}
        missing={isOpen(card.state) ? card.missing_to_complete.fields : []}
      />
    </section>
  );
}

/** What stands in the way, or what is missing. */
function Notices({ card }: { card: CardView }) {
  const { t } = useTranslation();
  const { roleName } = useHolders();
  const approval = card.missing_to_start.approval ?? card.missing_to_complete.approval;
  return (
    <>
      {card.state === "blocked" && (
        <p className={styles.notice}>
          <strong>{card.reason_name ?? t("flows.state.blocked")}</strong> {card.note}
        </p>
      )}
      {card.state === "skipped" && card.note && (
        <p className={styles.notice} data-tone="line">
          {card.note}
        </p>
      )}
      {card.fell_to_text && (
        <p className={styles.notice} data-tone="line">
          {card.fell_to_text}
        </p>
      )}
      {isOpen(card.state) && approval && (
        <p className={styles.notice} data-tone="line">
          {t("flows.card.wants_approval", { role: roleName(approval) })}
        </p>
      )}
    </>
  );
}

function Facts({ card }: { card: CardView }) {
  const { t } = useTranslation();
  const words = useFlowWords();
  const started = card.history.find(({ state }) => state === "in_progress")?.since;
  const facts = [
    { name: t("flows.card.holder"), value: card.holder_name },
    { name: t("flows.card.since"), value: card.state === "waiting" ? null : words.moment(card.since) },
    { name: t("flows.card.started"), value: started && words.moment(started) },
    {
      name: t("flows.card.respond_by"),
      value: card.state === "ready" && card.respond_due_at ? words.moment(card.respond_due_at) : null,
    },
    {
      name: t("flows.card.approved"),
      value:
        card.approved_by && `${card.approved_by} ${card.approved_at ? words.moment(card.approved_at) : ""}`,
    },
  ].filter(({ value }) => value);
  if (facts.length === 0) return null;
  return (
    <dl className={styles.facts}>
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface ValuesProps {
  course: Course;
  title: string;
  values: FieldValue[];
  missing: string[];
}

function Values({ course, title, values, missing }: ValuesProps) {
  if (values.length === 0) return null;
  return (
    <div className={styles.values}>
      <h3>{title}</h3>
      <dl>
        {values.map((value) => (
          <ValueRow key={value.id} course={course} value={value} isMissing={missing.includes(value.id)} />
        ))}
      </dl>
    </div>
  );
}

function WatchButton({ card }: { card: CardView }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const watching = useMutation({
    mutationFn: () => watchCard(card.id, !card.watching),
    onSuccess: (after) => showCard(cache, card.run_id, card.id, after),
    onSettled: () => askAnew(cache, card.run_id),
  });
  return (
    <>
      <Button
        type="text"
        icon={card.watching ? <EyeInvisibleOutlined /> : <EyeOutlined />}
        loading={watching.isPending}
        onClick={() => watching.mutate()}
      >
        {t(card.watching ? "flows.card.unwatch" : "flows.card.watch")}
      </Button>
      <ErrorNotice error={watching.error} />
    </>
  );
}
