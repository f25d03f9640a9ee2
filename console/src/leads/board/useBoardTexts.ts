import type { DndContextProps, UniqueIdentifier } from "@dnd-kit/core";
import { useTranslation } from "react-i18next";
import { useDay } from "../../workspace/dayContext";

/** What a screen reader says while a card is moved from column to column. */
export function useBoardTexts(nameOf: (id: UniqueIdentifier) => string): DndContextProps["accessibility"] {
  const { t } = useTranslation();
  const day = useDay();
  const column = (id: UniqueIdentifier) => {
    const stage = day.workspace.stages.find((each) => each.id === id);
    return stage ? day.nameOf(stage) : "";
  };
  return {
    screenReaderInstructions: { draggable: t("leads.board.how") },
    announcements: {
      onDragStart: ({ active }) => t("leads.board.lifted", { name: nameOf(active.id) }),
      onDragOver: ({ active, over }) =>
        over ? t("leads.board.over", { name: nameOf(active.id), stage: column(over.id) }) : undefined,
      onDragEnd: ({ active, over }) =>
        over
          ? t("leads.board.dropped", { name: nameOf(active.id), stage: column(over.id) })
          : t("leads.board.cancelled", { name: nameOf(active.id) }),
      onDragCancel: ({ active }) => t("leads.board.cancelled", { name: nameOf(active.id) }),
    },
  };
}
