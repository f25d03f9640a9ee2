import { PaperClipOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type DragEvent, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CardView, RunView } from "../types";
import { FileLine } from "./FileLine";
import styles from "./Files.module.css";
import { UploadLine } from "./UploadLine";
import { useUploads } from "./useUploads";

interface CardFilesProps {
  run: RunView;
  /** Where new files go. */
  card: CardView;
  /** So many more are wanted. */
  lacking?: number;
  /** The files of the whole run, each with its step. */
  isWhole?: boolean;
}

/** Files of a card or of its run; new ones by a button, or dropped here. */
export function CardFiles({ run, card, lacking = 0, isWhole = false }: CardFilesProps) {
  const { t } = useTranslation();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const { uploads, add, forget } = useUploads(run.id, card.id);
  const mayAdd = card.may.includes("comment");
  const files = run.attachments.filter((each) => isWhole || each.card_id === card.id);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (mayAdd) add(event.dataTransfer.files);
  };
  return (
    <section
      className={`${styles.section} ${styles.drop}`}
      data-over={isOver}
      aria-labelledby={id}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(mayAdd);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <div className={styles.head}>
        <h3 id={id}>{t("flows.files.title")}</h3>
        {mayAdd && (
          <>
            <Button size="small" icon={<PaperClipOutlined />} onClick={() => input.current?.click()}>
              {isWhole ? t("flows.files.add_to", { step: card.node_name }) : t("flows.files.add")}
            </Button>
            <input
              ref={input}
              type="file"
              multiple
              hidden
              aria-label={t("flows.files.add")}
              onChange={({ target }) => {
                add([...(target.files ?? [])]);
                // The same file may be chosen again.
                target.value = "";
              }}
            />
          </>
        )}
      </div>
      {lacking > 0 && <p className={styles.lacking}>{t("flows.files.lacking", { count: lacking })}</p>}
      {files.length + uploads.length === 0 && lacking === 0 && (
        <p className={styles.none}>{t("flows.files.none")}</p>
      )}
      <ul>
        {files.map((file) => (
          <FileLine
            key={file.id}
            file={file}
            runId={run.id}
            step={isWhole ? run.cards.find((each) => each.id === file.card_id)?.node_name : undefined}
            mayRemove={mayAdd}
          />
        ))}
        {uploads.map((upload) => (
          <UploadLine key={upload.key} upload={upload} onForget={() => forget(upload.key)} />
        ))}
      </ul>
    </section>
  );
}
