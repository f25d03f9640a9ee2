import {
  DeleteOutlined,
  FileImageOutlined,
  FileOutlined,
  FilePdfOutlined,
  FileTextOutlined,
} from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "../../i18n/language";
import { sizeText } from "../../imports/upload";
import { problemText } from "../../ui/problems";
import { askAnew } from "../card/useCardMove";
import type { Attachment } from "../types";
import { useFlowWords } from "../useFlowWords";
import { openFile, removeFile } from "./calls";
import styles from "./Files.module.css";

interface FileLineProps {
  file: Attachment;
  runId: string;
  /** Where several steps' files stand together: whose it is. */
  step: string | undefined;
  mayRemove: boolean;
}

const ICONS: [type: RegExp, icon: ReactNode][] = [
  [/^image\//, <FileImageOutlined key="image" />],
  [/pdf/, <FilePdfOutlined key="pdf" />],
  [/text|document|sheet|word|excel/, <FileTextOutlined key="text" />],
];

export function FileLine({ file, runId, step, mayRemove }: FileLineProps) {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const cache = useQueryClient();
  const words = useFlowWords();
  const tell = (error: unknown) => void message.error(problemText(error, t));
  const opening = useMutation({ mutationFn: () => openFile(file.card_id, file.id), onError: tell });
  const removing = useMutation({
    mutationFn: () => removeFile(file.card_id, file.id),
    onSuccess: () => askAnew(cache, runId),
    onError: tell,
  });
  const confirm = () =>
    modal.confirm({
      title: t("flows.files.remove_title", { name: file.name }),
      okText: t("flows.files.remove"),
      cancelText: t("leads.cancel"),
      okButtonProps: { danger: true },
      onOk: () => removing.mutateAsync().catch(() => undefined),
    });
  const facts = [
    step,
    sizeText(file.size, currentLanguage()),
    file.by_name ?? file.by,
    words.moment(file.at),
  ];
  const isReady = file.state === "ready";
  return (
    <li className={styles.file}>
      <span className={styles.icon} aria-hidden="true">
        {ICONS.find(([type]) => type.test(file.content_type))?.[1] ?? <FileOutlined />}
      </span>
      <div className={styles.words}>
        {isReady ? (
          <button
            type="button"
            className={styles.name}
            disabled={opening.isPending}
            onClick={() => opening.mutate()}
          >
            {file.name}
          </button>
        ) : (
          file.name
        )}
        <p className={styles.about} data-withheld={file.state === "withheld"}>
          {[...(isReady ? [] : [t(`flows.files.state.${file.state}`)]), ...facts].filter(Boolean).join(" · ")}
        </p>
      </div>
      {mayRemove && (
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          loading={removing.isPending}
          aria-label={t("flows.files.remove_named", { name: file.name })}
          onClick={confirm}
        />
      )}
    </li>
  );
}
