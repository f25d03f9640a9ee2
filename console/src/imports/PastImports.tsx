import { FileTextOutlined, RightOutlined } from "@ant-design/icons";
import { Button, Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { EmptyState } from "../ui/EmptyState";
import { ErrorNotice } from "../ui/ErrorNotice";
import { useTimeText } from "../workspace/useTimeText";
import styles from "./Imports.module.css";
import { type ImportRow, useImports } from "./queries";

export function PastImports() {
  const { t } = useTranslation();
  const imports = useImports();
  if (imports.isPending) return <Skeleton active paragraph={{ rows: 4 }} />;
  if (imports.isError) return <ErrorNotice error={imports.error} onRetry={() => void imports.refetch()} />;
  const items = imports.data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    return (
      <EmptyState
        icon={<FileTextOutlined />}
        title={t("imports.empty.title")}
        hint={t("imports.empty.hint")}
      />
    );
  }
  return (
    <section aria-labelledby="past-imports" className={styles.part}>
      <h2 id="past-imports">{t("imports.past.title")}</h2>
      <ul className={styles.list}>
        {items.map((each) => (
          <PastImport key={each.id} row={each} />
        ))}
      </ul>
      {imports.hasNextPage && (
        <Button loading={imports.isFetchingNextPage} onClick={() => void imports.fetchNextPage()}>
          {t("imports.past.more")}
        </Button>
      )}
    </section>
  );
}

function PastImport({ row }: { row: ImportRow }) {
  const { t } = useTranslation();
  const timeText = useTimeText();
  const { created, updated, skipped, failed } = row;
  return (
    <li className={styles.past}>
      <div className={styles.pastWords}>
        <Link to={`/imports/${row.id}`} className={styles.pastName}>
          {row.filename}
        </Link>
        <p className={styles.soft}>
          {t(`imports.kind.${row.kind}`)} ·{" "}
          {t("imports.past.by", { name: row.by_name, time: timeText(row.created_at) })}
        </p>
        {row.total !== null && row.status !== "needs_mapping" && (
          <p className={styles.soft}>{t("imports.past.counts", { created, updated, skipped, failed })}</p>
        )}
      </div>
      <span className={styles.status} data-status={row.status}>
        {row.dry_run && row.status === "done" ? t("imports.past.tried") : t(`imports.status.${row.status}`)}
      </span>
      <RightOutlined className={styles.arrow} aria-hidden="true" />
    </li>
  );
}
