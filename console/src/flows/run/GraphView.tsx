import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useIsPhone } from "../../ui/useMediaQuery";
import { isOpen } from "../clock/countdown";
import type { CardView, PathStep, RunView } from "../types";
import { useFlowWords } from "../useFlowWords";
import { graphOf } from "./graph";
import styles from "./Run.module.css";

const WIDE = { width: 176, height: 52, gapX: 40, gapY: 14 };
const NARROW = { width: 124, height: 52, gapX: 20, gapY: 10 };
const PASSED: ReadonlySet<CardView["state"]> = new Set(["done", "skipped"]);

/** The steps of a run and what waits for what; a step opens its card. */
export function GraphView({ run, cardId }: { run: RunView; cardId: string | undefined }) {
  const { t } = useTranslation();
  const words = useFlowWords();
  const size = useIsPhone() ? NARROW : WIDE;
  const graph = graphOf(run.path, size);
  const cardOf = (step: string) => run.cards.find((each) => each.node === step);
  const about = (step: PathStep, card: CardView | undefined) =>
    [
      words.state(step.state),
      card?.state === "blocked" ? card.reason_name : isOpen(step.state) ? card?.holder_name : null,
    ]
      .filter(Boolean)
      .join(" · ");
  return (
    <nav className={styles.graph} aria-label={t("flows.graph.label")}>
      <div className={styles.drawing} style={{ width: graph.width, height: graph.height }}>
        <svg className={styles.edges} width={graph.width} height={graph.height} aria-hidden="true">
          {graph.edges.map(({ from, to, path }) => (
            <path key={`${from} ${to}`} d={path} data-passed={PASSED.has(cardOf(from)?.state ?? "waiting")} />
          ))}
        </svg>
        {run.path.map((step) => {
          const place = graph.nodes.find(({ node }) => node === step.node);
          const card = cardOf(step.node);
          return (
            <Link
              key={step.node}
              to={`/runs/${run.id}/${step.card_id}`}
              replace
              preventScrollReset
              className={styles.node}
              data-state={step.state}
              data-late={card?.late ?? false}
              aria-current={step.card_id === cardId}
              style={{ left: place?.x, top: place?.y, width: size.width, height: size.height }}
              title={step.node_name}
            >
              <span className={styles.nodeName}>{step.node_name}</span>
              <span className={styles.nodeState}>{about(step, card)}</span>
            </Link>
          );
        })}
      </div>
    </nav>
  );
}
