import { AuditOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Page } from "../../ui/Page";
import { PageSkeleton } from "../../ui/PageSkeleton";
import { useWorkspace } from "../setup/queries";
import { AuditFilterBar } from "./AuditFilterBar";
import { EventLog } from "./EventLog";
import { type AuditFilters, useAuditLog } from "./queries";

const NAMES = ["kind", "actor", "from", "to"] as const;

export function Component() {
  const { t } = useTranslation();
  const [address, setAddress] = useSearchParams();
  const filters: AuditFilters = Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = address.get(name);
      return value ? [[name, value]] : [];
    }),
  );
  const workspace = useWorkspace();
  const log = useAuditLog(filters);
  const change = (next: AuditFilters) =>
    setAddress(Object.fromEntries(NAMES.flatMap((name) => (next[name] ? [[name, next[name]]] : []))), {
      replace: true,
    });
  if (log.isPending || workspace.isPending) return <PageSkeleton />;
  const events = log.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={t("settings.section.audit.name")} lead={t("settings.section.audit.hint")}>
      <AuditFilterBar filters={filters} onChange={change} />
      <ErrorNotice
        error={log.error ?? workspace.error}
        onRetry={() => void (log.error ? log.refetch() : workspace.refetch())}
      />
      {log.isSuccess && events.length === 0 && !log.hasNextPage && (
        <EmptyState
          icon={<AuditOutlined />}
          title={t("settings.audit.empty.title")}
          hint={t("settings.audit.empty.hint")}
        />
      )}
      {workspace.data && (
        <EventLog
          events={events}
          workspace={workspace.data}
          isStale={log.isPlaceholderData}
          hasMore={log.hasNextPage}
          isLoading={log.isFetchingNextPage}
          onMore={() => void log.fetchNextPage()}
        />
      )}
    </Page>
  );
}
