import { KeyOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Page } from "../../ui/Page";
import { PageSkeleton } from "../../ui/PageSkeleton";
import { ApiKeyRow } from "./ApiKeyRow";
import { CreateKeyDialog } from "./CreateKeyDialog";
import styles from "./keys.module.css";
import { useApiKeys } from "./queries";

export function Component() {
  const { t } = useTranslation();
  const keys = useApiKeys();
  const [isCreating, setCreating] = useState(false);
  if (keys.isPending) return <PageSkeleton />;
  const all = keys.data?.pages.flatMap((page) => page.items) ?? [];
  const create = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
      {t("settings.keys.create")}
    </Button>
  );
  return (
    <Page
      title={t("settings.section.api_keys.name")}
      lead={t("settings.section.api_keys.hint")}
      extra={
        <>
          <Button href="/docs/">{t("settings.keys.to_docs")}</Button>
          {all.length > 0 && create}
        </>
      }
    >
      <ErrorNotice error={keys.error} onRetry={() => void keys.refetch()} />
      {keys.isSuccess && all.length === 0 && (
        <EmptyState
          icon={<KeyOutlined />}
          title={t("settings.keys.empty.title")}
          hint={t("settings.keys.empty.hint")}
          action={create}
        />
      )}
      {all.length > 0 && (
        <ul className={styles.keys} aria-label={t("settings.section.api_keys.name")}>
          {all.map((key) => (
            <ApiKeyRow key={key.id} apiKey={key} />
          ))}
        </ul>
      )}
      {keys.hasNextPage && (
        <Button loading={keys.isFetchingNextPage} onClick={() => void keys.fetchNextPage()}>
          {t("settings.more")}
        </Button>
      )}
      {isCreating && <CreateKeyDialog onClose={() => setCreating(false)} />}
    </Page>
  );
}
