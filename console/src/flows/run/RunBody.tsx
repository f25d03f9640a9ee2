import { Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useIsPhone } from "../../ui/useMediaQuery";
import { CardPanel } from "../card/CardPanel";
import { type Course, firstCard } from "../course";
import { CardFiles } from "../files/CardFiles";
import { Comments } from "../talk/Comments";
import { GanttView } from "./GanttView";
import { GraphView } from "./GraphView";
import { History } from "./History";
import styles from "./Run.module.css";
import { RunFacts } from "./RunFacts";
import { ValueRow } from "./ValueRow";

const PANES = ["card", "fields", "files", "history"] as const;
type Pane = (typeof PANES)[number];

export function RunBody({ course, cardId }: { course: Course; cardId: string | undefined }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const [pane, setPane] = useState<Pane>("card");
  const { run } = course;
  const card = run.cards.find((each) => each.id === cardId) ?? firstCard(run);
  const shows = (each: Pane) => !isPhone || pane === each;
  return (
    <div className={styles.run}>
      <div className={styles.box}>
        <RunFacts run={run} />
        <GraphView run={run} cardId={card?.id} />
        <GanttView run={run} />
      </div>
      {isPhone && (
        <Segmented<Pane>
          block
          aria-label={t("flows.pane.label")}
          value={pane}
          onChange={setPane}
          options={PANES.map((value) => ({ value, label: t(`flows.pane.${value}`) }))}
        />
      )}
      <div className={styles.columns}>
        <div className={styles.column}>
          {card && shows("card") && (
            <>
              <div className={styles.box}>
                <CardPanel key={card.id} course={course} card={card} />
              </div>
              <div className={styles.box}>
                <Comments run={run} card={card} isWhole />
              </div>
            </>
          )}
        </div>
        <div className={styles.column}>
          {shows("fields") && (
            <section className={styles.box} aria-label={t("flows.pane.fields")}>
              <h2 className={styles.title}>{t("flows.fields.title")}</h2>
              <dl>
                {run.fields.map((value) => (
                  <ValueRow key={value.id} course={course} value={value} showsHome />
                ))}
              </dl>
            </section>
          )}
          {card && shows("files") && (
            <div className={styles.box}>
              <CardFiles run={run} card={card} isWhole lacking={card.missing_to_complete.attachments} />
            </div>
          )}
          {shows("history") && (
            <section className={styles.box} aria-label={t("flows.pane.history")}>
              <h2 className={styles.title}>{t("flows.history.title")}</h2>
              <History course={course} />
            </section>
          )}
        </div>
      </div>
    </div>
  );
}
