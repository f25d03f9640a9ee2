import { DeleteOutlined, EditOutlined, HolderOutlined } from "@ant-design/icons";
import { useSortable } from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import styles from "./Design.module.css";

interface RowProps {
  id: string;
  name: string;
  tag?: ReactNode;
  about?: ReactNode;
  wrong: string[];
  onEdit: () => void;
  /** Not where it must stay. */
  onRemove?: (() => void) | undefined;
}

/** A part of a flow in a list that is ordered by dragging. */
export function Row({ id, name, tag, about, wrong, onEdit, onRemove }: RowProps) {
  const { t } = useTranslation();
  const sorting = useSortable({ id });
  return (
    <li
      ref={sorting.setNodeRef}
      className={styles.line}
      data-dragged={sorting.isDragging}
      style={{ transform: CSS.Translate.toString(sorting.transform), transition: sorting.transition }}
    >
      <button
        type="button"
        ref={sorting.setActivatorNodeRef}
        className={styles.handle}
        {...sorting.attributes}
        {...sorting.listeners}
        aria-label={t("settings.drag.handle", { name })}
      >
        <HolderOutlined aria-hidden="true" />
      </button>
      <div className={styles.words}>
        <span className={styles.name}>
          {name} {tag}
        </span>
        {about && <p className={styles.about}>{about}</p>}
        {wrong.map((each) => (
          <p key={each} className={styles.wrong}>
            {each}
          </p>
        ))}
      </div>
      <Button
        type="text"
        icon={<EditOutlined />}
        aria-label={t("settings.entries.edit_named", { name })}
        onClick={onEdit}
      />
      {onRemove && (
        <Button
          type="text"
          icon={<DeleteOutlined />}
          aria-label={t("flows.design.remove_named", { name })}
          onClick={onRemove}
        />
      )}
    </li>
  );
}
