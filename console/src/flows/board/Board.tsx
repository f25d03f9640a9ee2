import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useIsPhone } from "../../ui/useMediaQuery";
import type { BoardView, FlowView } from "../types";
import { useFlowWords } from "../useFlowWords";
import styles from "./Board.module.css";
import { Column } from "./Column";
import { StepTabs } from "./StepTabs";
import type { BoardAddress } from "./useBoardAddress";

interface BoardProps {
  board: BoardView;
  flow: FlowView | undefined;
  address: BoardAddress;
}

/** A flow's steps side by side; a phone shows one at a time, by its tab or by a swipe. */
export function Board({ board, flow, address }: BoardProps) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const words = useFlowWords();
  const frame = useRef<HTMLElement>(null);
  const steps = board.columns.map((each) => each.node);
  const chosen =
    address.step && steps.includes(address.step) ? address.step : (fullest(board) ?? steps[0] ?? "");
  const shown = useShownStep(frame, isPhone, chosen, address.setStep);
  return (
    <>
      {isPhone && <StepTabs columns={board.columns} value={shown} onChange={address.setStep} />}
      <section
        ref={frame}
        className={styles.board}
        aria-label={t("flows.board.label", { flow: board.flow_name })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled by keys also while no card in it takes the focus
        tabIndex={0}
      >
        {board.columns.map((column) => (
          <Column
            key={`${board.flow_id} ${column.node}`}
            flow={board.flow_id}
            column={column}
            node={flow?.definition.nodes.find((each) => each.id === column.node)}
            address={address}
            words={words}
          />
        ))}
      </section>
    </>
  );
}

/** The first step that has cards. */
function fullest(board: BoardView): string | undefined {
  return board.columns.find((each) => each.items.length > 0)?.node;
}

/** On a phone the chosen step is scrolled to, and the one that was swiped to is chosen. */
function useShownStep(
  frame: React.RefObject<HTMLElement | null>,
  isPhone: boolean,
  chosen: string,
  onSwiped: (step: string) => void,
): string {
  const tell = useRef(onSwiped);
  tell.current = onSwiped;
  const at = useRef(chosen);
  useEffect(() => {
    if (!isPhone || at.current === chosen) return;
    at.current = chosen;
    const column = frame.current?.querySelector(`[data-step="${CSS.escape(chosen)}"]`);
    column?.scrollIntoView({ inline: "start", block: "nearest" });
  }, [frame, isPhone, chosen]);
  useEffect(() => {
    const board = frame.current;
    if (!isPhone || !board) return;
    board
      .querySelector(`[data-step="${CSS.escape(at.current)}"]`)
      ?.scrollIntoView({ inline: "start", block: "nearest" });
    let timer: ReturnType<typeof setTimeout>;
    const settle = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const place = Math.round(board.scrollLeft / board.clientWidth);
        const step = board.children[place]?.getAttribute("data-step");
        if (step && step !== at.current) {
          at.current = step;
          tell.current(step);
        }
      }, 120);
    };
    board.addEventListener("scroll", settle, { passive: true });
    return () => {
      clearTimeout(timer);
      board.removeEventListener("scroll", settle);
    };
  }, [frame, isPhone]);
  return chosen;
}
