import { CloudUploadOutlined, FileExcelOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type DragEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useMay } from "../auth/queries";
import { currentLanguage } from "../i18n/language";
import { Chips } from "../ui/Chips";
import { ErrorNotice } from "../ui/ErrorNotice";
import styles from "./DropFile.module.css";
import { type ImportKind, useUpload } from "./queries";
import { guessedKind, sizeText, tableType } from "./upload";

const NEEDED: Record<ImportKind, string> = {
  leads: "imports.run",
  members: "members.write",
  customers: "customers.write",
  products: "products.write",
};

/** A file, what is in it, and off it goes: as a trial, whose page then leads on. */
export function DropFile() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const upload = useUpload();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [kind, setKind] = useState<ImportKind>("leads");
  const [isOver, setOver] = useState(false);
  const [isWrong, setWrong] = useState(false);
  const kinds = (Object.keys(NEEDED) as ImportKind[]).filter((each) => may(NEEDED[each]));

  const take = (files: FileList | null) => {
    const [first] = files ?? [];
    if (!first) return;
    upload.reset();
    setWrong(tableType(first.name) === null);
    if (tableType(first.name) === null) return;
    const guess = guessedKind(first.name);
    setFile(first);
    setKind(kinds.includes(guess) ? guess : "leads");
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  const send = () =>
    file && upload.mutate({ file, kind }, { onSuccess: (view) => navigate(`/imports/${view.id}`) });

  return (
    <section
      className={styles.drop}
      data-over={isOver}
      aria-label={t("imports.drop.title")}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <input
        ref={input}
        type="file"
        className="gp-visually-hidden"
        accept=".csv,.xlsx"
        tabIndex={-1}
        aria-label={t("imports.drop.title")}
        onChange={({ target }) => {
          take(target.files);
          target.value = "";
        }}
      />
      {file ? (
        <div className={styles.chosen}>
          <p className={styles.file}>
            <FileExcelOutlined aria-hidden="true" />
            <strong>{file.name}</strong>
            <span>{sizeText(file.size, currentLanguage())}</span>
          </p>
          <Chips
            label={t("imports.drop.kind")}
            options={kinds.map((value) => ({ value, label: t(`imports.kind.${value}`) }))}
            value={kind}
            onChange={setKind}
          />
          <div className={styles.buttons}>
            <Button type="primary" loading={upload.isPending} onClick={send}>
              {upload.isPending ? t("imports.drop.uploading") : t("imports.drop.upload")}
            </Button>
            <Button disabled={upload.isPending} onClick={() => input.current?.click()}>
              {t("imports.drop.another")}
            </Button>
            <Button type="text" disabled={upload.isPending} onClick={() => setFile(null)}>
              {t("imports.drop.remove")}
            </Button>
          </div>
        </div>
      ) : (
        <button type="button" className={styles.target} onClick={() => input.current?.click()}>
          <CloudUploadOutlined className={styles.icon} aria-hidden="true" />
          <strong>{t("imports.drop.title")}</strong>
          <span>{t("imports.drop.hint")}</span>
        </button>
      )}
      {isWrong && (
        <p className={styles.wrong} role="alert">
          {t("imports.drop.wrong_type")}
        </p>
      )}
      <ErrorNotice error={upload.error} />
    </section>
  );
}
