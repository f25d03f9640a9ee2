import { EditOutlined, InboxOutlined } from "@ant-design/icons";
import { Button, Tooltip } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "../../i18n/language";
import { SortableLine } from "../../ui/SortableList";
import type { Entry } from "./entries";
import styles from "./SortableEntries.module.css";

interface SortableRowProps {
  entry: Entry;
  tag?: ReactNode;
  about?: ReactNode;
  onEdit: () => void;
  onArchive: () => void;
}

export function SortableRow({ entry, tag, about, onEdit, onArchive }: SortableRowProps) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const name = entry.names[language];
  const other = entry.names[language === "en" ? "zh-CN" : "en"];
  return (
    <SortableLine id={entry.key} name={name}>
      <div className={styles.words}>
        <span className={styles.title}>
          <span className={styles.name}>{name}</span>
          {other !== name && <span className={styles.other}>{other}</span>}
          {tag}
        </span>
        {about && <span className={styles.about}>{about}</span>}
      </div>
      <Tooltip title={t("settings.entries.edit")}>
        <Button
          type="text"
          icon={<EditOutlined />}
          aria-label={t("settings.entries.edit_named", { name })}
          onClick={onEdit}
        />
      </Tooltip>
      <Tooltip title={t("settings.entries.archive")}>
        <Button
          type="text"
          icon={<InboxOutlined />}
          aria-label={t("settings.entries.archive_named", { name })}
          onClick={onArchive}
        />
      </Tooltip>
    </SortableLine>
  );
}
