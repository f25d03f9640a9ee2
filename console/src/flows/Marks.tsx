import {
  CheckOutlined,
  ClockCircleOutlined,
  FireOutlined,
  HourglassOutlined,
  PauseCircleOutlined,
  StopOutlined,
  UpOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isOpen, type Timed, type Tone, toneOf } from "./clock/countdown";
import { useNow } from "./clock/useNow";
import styles from "./Marks.module.css";
import type { CardRow, CardState, Priority } from "./types";
import type { FlowWords } from "./useFlowWords";

interface MarkProps {
  tone: Tone | "good" | Priority;
  icon?: ReactNode;
  title?: string;
  children: ReactNode;
}

/** A word or two in a colour; the sign before them says the same without it. */
export function Mark({ tone, icon, title, children }: MarkProps) {
  return (
    <span className={styles.mark} data-tone={tone} title={title}>
      {icon && <span aria-hidden="true">{icon}</span>}
      <span className={styles.words}>{children}</span>
    </span>
  );
}

const ICONS: Record<Tone, ReactNode> = {
  ok: <ClockCircleOutlined />,
  soon: <HourglassOutlined />,
  over: <FireOutlined />,
  paused: <PauseCircleOutlined />,
  blocked: <ClockCircleOutlined />,
  none: null,
};

/** What is left until the card is due, as the time passes. `target`: seconds of working time in all, where known. */
export function ClockMark({
  card,
  words,
  target = null,
}: {
  card: Timed;
  words: FlowWords;
  target?: number | null;
}) {
  const { t } = useTranslation();
  const now = useNow();
  if (!isOpen(card.state)) return null;
  const tone = toneOf(card, now, target);
  if (tone === "paused")
    return (
      <Mark tone={tone} icon={ICONS.paused}>
        {t("flows.clock.paused")}
      </Mark>
    );
  if (!card.due_at) return null;
  const seconds = (Date.parse(card.due_at) - now) / 1000;
  const time = words.duration(seconds);
  return (
    <Mark tone={tone} icon={ICONS[tone]} title={t("flows.clock.due", { at: words.moment(card.due_at) })}>
      {seconds < 0 ? t("flows.clock.over", { time }) : t("flows.clock.left", { time })}
    </Mark>
  );
}

/** Why a card stands still, in the flow's words. */
export function BlockedMark({ card }: { card: Pick<CardRow, "state" | "reason_name" | "note"> }) {
  const { t } = useTranslation();
  if (card.state !== "blocked") return null;
  return (
    <Mark tone="blocked" icon={<StopOutlined />} {...(card.note ? { title: card.note } : {})}>
      {card.reason_name ?? t("flows.state.blocked")}
    </Mark>
  );
}

/** Nothing for the usual one. */
export function PriorityMark({ priority, words }: { priority: Priority; words: FlowWords }) {
  if (priority === "normal") return null;
  return (
    <Mark tone={priority} icon={priority === "low" ? null : <UpOutlined />}>
      {words.priority(priority)}
    </Mark>
  );
}

export function StateMark({ state, words }: { state: CardState; words: FlowWords }) {
  const tone =
    state === "blocked" ? "blocked" : state === "in_progress" || state === "done" ? "good" : "none";
  return (
    <Mark tone={tone} icon={state === "done" ? <CheckOutlined /> : null}>
      {words.state(state)}
    </Mark>
  );
}
