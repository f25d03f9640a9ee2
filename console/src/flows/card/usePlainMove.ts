import { useTranslation } from "react-i18next";
import { startCard, unblockCard } from "./calls";
import type { Acted } from "./moved";
import type { MoveKind } from "./moves";
import { missingOf, useCardMove } from "./useCardMove";

/** Moves that ask nothing. `onLacking`: the card can't be started before something is filled in. */
export function usePlainMove(card: Acted, onLacking: () => void) {
  const { t } = useTranslation();
  const moves = useCardMove();
  const isLacking = missingOf(moves.error) !== null;
  return {
    ...moves,
    error: isLacking ? null : moves.error,
    move: (kind: MoveKind) => {
      const isStart = kind === "start";
      moves.move({
        card,
        call: isStart ? startCard(card.id) : unblockCard(card.id),
        ...(isStart ? { wanted: { state: "in_progress" } } : {}),
        done: t(`flows.done.${kind}`),
        onRefused: (error) => {
          if (missingOf(error)) onLacking();
        },
      });
    },
  };
}
