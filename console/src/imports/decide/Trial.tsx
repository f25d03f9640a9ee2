import { DownloadOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { ErrorNotice } from "../../ui/ErrorNotice";
import styles from "../Imports.module.css";
import { type ImportView, useChangeImport, useErrorFile } from "../queries";
import { Tiles } from "../Tiles";
import { Warnings } from "../Warnings";

/** What an import would do, before anything is written; it is started from here. */
export function Trial({ view, isChanged }: { view: ImportView; isChanged: boolean }) {
  const { t } = useTranslation();
  const start = useChangeImport(view);
  const errorFile = useErrorFile(view.id);
  const isVain = view.created + view.updated === 0;
  return (
    <section className={styles.card} data-tone="trial">
      <div role="status">
        <h2>{t("imports.trial.title")}</h2>
        <p className={styles.soft}>{t("imports.trial.hint")}</p>
      </div>
      <Tiles view={view} />
      <Warnings view={view} />
      {isVain && view.failed > 0 && <p>{t("imports.trial.nothing")}</p>}
      <div className={styles.buttons}>
        <Button
          type="primary"
          disabled={isChanged || isVain}
          loading={start.isPending}
          onClick={() => start.mutate({ dry_run: false })}
        >
          {t("imports.trial.start")}
        </Button>
        {view.errors_url && (
          <Button
            icon={<DownloadOutlined />}
            loading={errorFile.isPending}
            onClick={() => errorFile.mutate()}
          >
            {t("imports.result.errors")}
          </Button>
        )}
        {isChanged && <span className={styles.soft}>{t("imports.trial.changed")}</span>}
      </div>
      <ErrorNotice error={start.error ?? errorFile.error} />
    </section>
  );
}
