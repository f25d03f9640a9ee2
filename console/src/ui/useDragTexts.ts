import type { DndContextProps, UniqueIdentifier } from "@dnd-kit/core";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "../i18n/language";

/** What can be dragged in a list: its key, and how it is called. */
export interface Sortable {
  key: string;
  names: Record<"zh-CN" | "en", string>;
}

/** What a screen reader says while an entry is moved. */
export function useDragTexts(live: readonly Sortable[]): DndContextProps["accessibility"] {
  const { t } = useTranslation();
  const name = (id: UniqueIdentifier) => live.find((each) => each.key === id)?.names[currentLanguage()] ?? "";
  const place = (id: UniqueIdentifier) => live.findIndex((each) => each.key === id) + 1;
  return {
    screenReaderInstructions: { draggable: t("settings.drag.how") },
    announcements: {
      onDragStart: ({ active }) =>
        t("settings.drag.lifted", { name: name(active.id), place: place(active.id) }),
      onDragOver: ({ active, over }) =>
        over ? t("settings.drag.over", { name: name(active.id), place: place(over.id) }) : undefined,
      onDragEnd: ({ active, over }) =>
        t("settings.drag.dropped", { name: name(active.id), place: place(over?.id ?? active.id) }),
      onDragCancel: ({ active }) => t("settings.drag.cancelled", { name: name(active.id) }),
    },
  };
}
