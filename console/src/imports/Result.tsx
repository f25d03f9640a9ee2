import { DownloadOutlined, UndoOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { ErrorNotice } from "../ui/ErrorNotice";
import { Conflicts } from "./Conflicts";
import styles from "./Imports.module.css";
import { type ImportView, useErrorFile, useUndoImport } from "./queries";
import { Tiles } from "./Tiles";
import { Warnings } from "./Warnings";

/** What came of an import, what failed, and the way back. */
export function Result({ view }: { view: ImportView }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { modal } = App.useApp();
  const undo = useUndoImport(view.id);
  const errorFile = useErrorFile(view.id);
  const askToUndo = () =>
    modal.confirm({
      title: t("imports.undo.title"),
      content: t("imports.undo.hint"),
      okText: t("imports.undo.confirm"),
      okButtonProps: { danger: true },
      cancelText: t("imports.undo.cancel"),
      onOk: () => undo.mutate(undefined),
    });
  const title = view.status === "failed" ? "failed" : view.status === "undone" ? "undone" : "done";
  return (
    <>
      <section className={styles.card}>
        <div role="status">
          <h2>{t(`imports.result.${title}`)}</h2>
        </div>
        {view.failure && <p>{view.failure.detail}</p>}
        <Tiles view={view} />
        <Extras view={view} />
        <Warnings view={view} />
        <div className={styles.buttons}>
          {view.kind === "leads" && view.status === "done" && (
            <Button type="primary" onClick={() => navigate("/leads")}>
              {t("imports.result.to_leads")}
            </Button>
          )}
          <Button onClick={() => navigate("/imports")}>{t("imports.result.again")}</Button>
          {view.errors_url && (
            <Button
              icon={<DownloadOutlined />}
              loading={errorFile.isPending}
              onClick={() => errorFile.mutate()}
            >
              {t("imports.result.errors")}
            </Button>
          )}
          {view.undoable && (
            <Button danger icon={<UndoOutlined />} loading={undo.isPending} onClick={askToUndo}>
              {t("imports.result.undo")}
            </Button>
          )}
        </div>
        <ErrorNotice error={undo.error ?? errorFile.error} />
      </section>
      <Conflicts view={view} />
    </>
  );
}

function Extras({ view }: { view: ImportView }) {
  const { t } = useTranslation();
  const { created_members: members, created_products: products, undo } = view;
  const lines = [
    members > 0 && t("imports.result.members", { count: members }),
    products > 0 && t("imports.result.products", { count: products }),
    undo && t("imports.result.reverted", { count: undo.reverted }),
    undo && undo.kept > 0 && t("imports.result.kept", { count: undo.kept }),
  ].filter((line) => typeof line === "string");
  if (lines.length === 0) return null;
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
