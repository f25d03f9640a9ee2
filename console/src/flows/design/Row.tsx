import { DeleteOutlined, EditOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { SortableLine } from "../../ui/SortableList";
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
  return (
    <SortableLine id={id} name={name}>
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
    </SortableLine>
  );
}
