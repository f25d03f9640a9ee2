import { HolderOutlined } from "@ant-design/icons";
import { useDraggable } from "@dnd-kit/core";
import { type RefObject, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { To } from "react-router";
import { LeadCard } from "../list/LeadCard";
import type { LeadRow } from "../types";
import type { LeadWords } from "../useLeadWords";
import styles from "./Board.module.css";

interface BoardCardProps {
  lead: LeadRow;
  words: LeadWords;
  to: To;
  mayMove: boolean;
  focusWanted: RefObject<string | null>;
}

/** The whole card is dragged by mouse and finger; the handle is what the keyboard takes it by. */
export function BoardCard({ lead, words, to, mayMove, focusWanted }: BoardCardProps) {
  const { t } = useTranslation();
  const { setNodeRef, setActivatorNodeRef, listeners, attributes, isDragging } = useDraggable({
    id: lead.id,
    data: { lead },
    disabled: !mayMove,
  });
  const handle = useRef<HTMLButtonElement | null>(null);
  // Dropped by the keyboard, the card is drawn anew in another column: the focus goes with it.
  useEffect(() => {
    if (focusWanted.current !== lead.id) return;
    focusWanted.current = null;
    handle.current?.focus();
  }, [focusWanted, lead.id]);
  const { onKeyDown, ...pointers } = listeners ?? {};
  return (
    <div ref={setNodeRef} className={styles.card} data-dragged={isDragging} {...(mayMove ? pointers : {})}>
      <LeadCard lead={lead} words={words} to={to} isStageHidden>
        {mayMove && (
          <button
            ref={(node) => {
              handle.current = node;
              setActivatorNodeRef(node);
            }}
            type="button"
            className={styles.handle}
            {...attributes}
            aria-label={t("leads.board.move", { name: words.nameOf(lead) })}
            onKeyDown={onKeyDown as React.KeyboardEventHandler | undefined}
          >
            <HolderOutlined />
          </button>
        )}
      </LeadCard>
    </div>
  );
}
