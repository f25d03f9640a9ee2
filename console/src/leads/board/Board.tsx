import {
  DndContext,
  type DragEndEvent,
  DragOverlay,
  KeyboardSensor,
  MouseSensor,
  pointerWithin,
  rectIntersection,
  TouchSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay, useMe } from "../../auth/queries";
import type { Stage } from "../../settings/setup/types";
import { useDay } from "../../workspace/dayContext";
import { ClashDialog } from "../act/ClashDialog";
import { StageDialog } from "../act/StageDialog";
import { LeadCard } from "../list/LeadCard";
import { usePipeline } from "../queries";
import type { LeadRow } from "../types";
import { useAccess } from "../useAccess";
import type { LeadsAddress } from "../useLeadsAddress";
import { useLeadWords } from "../useLeadWords";
import styles from "./Board.module.css";
import { BoardColumn } from "./BoardColumn";
import { toNextColumn } from "./columnKeys";
import { totalsOf } from "./totals";
import { useBoardMove } from "./useBoardMove";
import { useBoardTexts } from "./useBoardTexts";

/** The leads by stage; a card is moved with mouse, finger or keyboard. */
export default function Board({ address }: { address: LeadsAddress }) {
  const { t } = useTranslation();
  const may = useMay();
  const me = useMe().data?.member?.id;
  const access = useAccess();
  const words = useLeadWords();
  const { workspace } = useDay();
  const cells = usePipeline().data;
  const [dragged, setDragged] = useState<LeadRow | null>(null);
  const [closing, setClosing] = useState<{ lead: LeadRow; to: Stage } | null>(null);
  const focusWanted = useRef<string | null>(null);
  const moves = useBoardMove();
  const texts = useBoardTexts(() => (dragged ? words.nameOf(dragged) : ""));
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    // A short touch scrolls, a long one lifts.
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
    useSensor(KeyboardSensor, { coordinateGetter: toNextColumn }),
  );
  const stages = workspace.stages.filter((each) => !each.archived);
  const mayMove = may("leads.write") && access("stage") === "write";
  const drop = ({ active, over, activatorEvent }: DragEndEvent) => {
    setDragged(null);
    const lead = active.data.current?.lead as LeadRow | undefined;
    const to = stages.find((each) => each.id === over?.id);
    if (!lead || !to || to.id === lead.stage) return;
    if (activatorEvent instanceof KeyboardEvent) focusWanted.current = lead.id;
    if (to.kind === "open") moves.move({ lead, to, body: { stage: to.id } });
    else setClosing({ lead, to });
  };
  return (
    <DndContext
      sensors={sensors}
      accessibility={texts}
      // As fast as a finger can follow.
      autoScroll={{ acceleration: 2, threshold: { x: 0.12, y: 0.12 } }}
      // A pointer is over the column that it is in; a card that is moved by keys over the one that it covers most.
      collisionDetection={(args) => (args.pointerCoordinates ? pointerWithin(args) : rectIntersection(args))}
      onDragStart={({ active }) => setDragged((active.data.current?.lead as LeadRow | undefined) ?? null)}
      onDragEnd={drop}
      onDragCancel={() => setDragged(null)}
    >
      <section
        className={styles.board}
        data-dragging={dragged !== null}
        aria-label={t("leads.layout.board")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled by keys also while no card in it takes the focus
        tabIndex={0}
      >
        {stages.map((stage) => (
          <BoardColumn
            key={stage.id}
            stage={stage}
            address={address}
            words={words}
            totals={totalsOf(cells, stage.id, address.filters, me)}
            mayMove={mayMove}
            focusWanted={focusWanted}
          />
        ))}
      </section>
      <DragOverlay dropAnimation={null}>
        {dragged && (
          <div className={styles.lifted}>
            <LeadCard lead={dragged} words={words} to={address.toLead(dragged.id)} isStageHidden />
          </div>
        )}
      </DragOverlay>
      {closing && (
        <StageDialog
          {...closing}
          about={words.nameOf(closing.lead)}
          isPending={false}
          error={null}
          onMove={(to, body) => {
            setClosing(null);
            moves.move({ lead: closing.lead, to, body });
          }}
          onClose={() => setClosing(null)}
        />
      )}
      {moves.clash && (
        <ClashDialog
          clash={moves.clash}
          isSaving={moves.isPending}
          onKeepMine={moves.keepMine}
          onTakeTheirs={moves.takeTheirs}
        />
      )}
    </DndContext>
  );
}
