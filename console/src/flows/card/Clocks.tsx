import { useTranslation } from "react-i18next";
import { clockTone } from "../clock/countdown";
import type { CardView, ClockView } from "../types";
import { useFlowWords } from "../useFlowWords";
import styles from "./Card.module.css";

/** The time to start and the time to complete: how much of each is used. */
export function Clocks({ card }: { card: CardView }) {
  if (!card.respond && !card.complete) return null;
  return (
    <div className={styles.clocks}>
      {card.respond && <Clock kind="respond" clock={card.respond} />}
      {card.complete && <Clock kind="complete" clock={card.complete} />}
    </div>
  );
}

function Clock({ kind, clock }: { kind: "respond" | "complete"; clock: ClockView }) {
  const { t } = useTranslation();
  const words = useFlowWords();
  const tone = clockTone(clock);
  const share = Math.min(1, clock.elapsed_seconds / clock.target_seconds);
  const [used, target] = [words.work(clock.elapsed_seconds), words.work(clock.target_seconds)];
  const about = clock.stopped_at
    ? t(clock.breached_at ? "flows.clock.stopped_late" : "flows.clock.stopped", {
        at: words.moment(clock.stopped_at),
      })
    : clock.paused
      ? t("flows.clock.paused")
      : clock.due_at
        ? t(tone === "over" ? "flows.clock.was_due" : "flows.clock.due", { at: words.moment(clock.due_at) })
        : "";
  return (
    <div className={styles.clock}>
      <p>
        <strong>{t(`flows.clock.${kind}`)}</strong>
        <span>{t("flows.clock.used", { used, target })}</span>
      </p>
      <div className={styles.meter} data-tone={tone} aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </div>
      <p>{about}</p>
    </div>
  );
}
