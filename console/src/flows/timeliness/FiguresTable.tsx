import { useTranslation } from "react-i18next";
import { currentLanguage } from "../../i18n/language";
import { workText } from "../clock/countdown";
import { type Figures, percentText } from "./figures";
import styles from "./Timeliness.module.css";

export interface FiguresRow {
  key: string;
  name: string;
  /** Under the name. */
  about?: string;
  figures: Figures;
}

/** Response, completion and blocks, a row for each role, step or person. */
export function FiguresTable({ label, first, rows }: { label: string; first: string; rows: FiguresRow[] }) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const time = (seconds: number | null) => (seconds === null ? "–" : workText(seconds, language));
  const columns = [
    { id: "count", say: ({ count, small }: Figures) => `${count}${small && count > 0 ? " *" : ""}` },
    {
      id: "response",
      say: ({ response }: Figures) => `${time(response.median_seconds)} / ${time(response.p90_seconds)}`,
    },
    {
      id: "completion",
      say: ({ completion }: Figures) =>
        `${time(completion.median_seconds)} / ${time(completion.p90_seconds)}`,
    },
    { id: "on_time", say: ({ completion }: Figures) => percentText(completion.on_time_rate, language) },
    {
      id: "blocked",
      say: ({ blocked_seconds, blocked_share }: Figures) =>
        blocked_seconds === 0 ? "–" : `${time(blocked_seconds)} (${percentText(blocked_share, language)})`,
    },
    {
      id: "reasons",
      say: ({ top_reasons }: Figures) =>
        top_reasons.map((each) => each.reason_name).join(t("flows.timeliness.comma")) || "–",
    },
    { id: "retellings", say: ({ retellings_avoided }: Figures) => String(retellings_avoided.total) },
    { id: "late_open", say: ({ late_open }: Figures) => (late_open === null ? "–" : String(late_open)) },
  ] as const;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keys too
    <section className={styles.scroll} tabIndex={0} aria-label={label}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            {columns.map(({ id }) => (
              <th key={id} scope="col">
                {t(`flows.timeliness.column.${id}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, about, figures }) => (
            <tr key={key}>
              <th scope="row">
                {name}
                {about && <span className={styles.about}>{about}</span>}
              </th>
              {columns.map(({ id, say }) => (
                <td key={id}>{say(figures)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
