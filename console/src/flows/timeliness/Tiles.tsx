import { ArrowDownOutlined, ArrowUpOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "../../i18n/language";
import { workText } from "../clock/countdown";
import { type Figures, percentText, trendOf } from "./figures";
import styles from "./Timeliness.module.css";

interface Tile {
  id: "count" | "on_time" | "completion" | "response" | "blocked" | "retellings";
  value: string;
  change: number | null;
  say: (change: number) => string;
  isLessBetter?: boolean;
}

/** The month at a glance, against the one before. */
export function Tiles({ total }: { total: Figures }) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const { change } = total;
  const time = (seconds: number | null) => (seconds === null ? "–" : workText(seconds, language));
  const plain = (count: number) => String(Math.abs(count));
  const points = (share: number) =>
    t("flows.timeliness.points", { count: Math.round(Math.abs(share) * 100) });
  const tiles: Tile[] = [
    { id: "count", value: String(total.count), change: change.count, say: plain },
    {
      id: "on_time",
      value: percentText(total.completion.on_time_rate, language),
      change: change.on_time_rate,
      say: points,
    },
    {
      id: "completion",
      value: time(total.completion.median_seconds),
      change: change.completion_median_seconds,
      say: time,
      isLessBetter: true,
    },
    {
      id: "response",
      value: time(total.response.median_seconds),
      change: change.response_median_seconds,
      say: time,
      isLessBetter: true,
    },
    {
      id: "blocked",
      value: total.blocked_seconds === 0 ? "–" : time(total.blocked_seconds),
      change: change.blocked_seconds,
      say: time,
      isLessBetter: true,
    },
    {
      id: "retellings",
      value: String(total.retellings_avoided.total),
      change: change.retellings,
      say: plain,
    },
  ];
  return (
    <dl className={styles.tiles}>
      {tiles.map(({ id, value, change: by, say, isLessBetter = false }) => (
        <div key={id} className={styles.tile}>
          <dt>{t(`flows.timeliness.tile.${id}`)}</dt>
          <dd>
            <span className={styles.figure}>{value}</span>
            {by !== null && by !== 0 && (
              <span className={styles.change} data-trend={trendOf(by, isLessBetter)}>
                {by > 0 ? <ArrowUpOutlined aria-hidden="true" /> : <ArrowDownOutlined aria-hidden="true" />}
                {t(by > 0 ? "flows.timeliness.more" : "flows.timeliness.less", { by: say(Math.abs(by)) })}
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
