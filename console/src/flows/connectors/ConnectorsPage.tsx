import { ApiOutlined, PlusOutlined, RightOutlined } from "@ant-design/icons";
import { Button, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { Mark } from "../../settings/Mark";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Page } from "../../ui/Page";
import { PageSkeleton } from "../../ui/PageSkeleton";
import lines from "../../ui/SortableList.module.css";
import styles from "../design/Design.module.css";
import { NewConnectorDialog } from "./NewConnectorDialog";
import { type Connector, useConnectors, useKinds } from "./queries";
import { UnmatchedList } from "./UnmatchedList";

const TABS = ["connectors", "unmatched"] as const;
type Tab = (typeof TABS)[number];

/** The doors for partners' events, and the events that found no card. */
export function Component() {
  const { t } = useTranslation();
  const connectors = useConnectors();
  const [search, setSearch] = useSearchParams();
  const [isNew, setNew] = useState(false);
  const tab: Tab = search.get("show") === "unmatched" ? "unmatched" : "connectors";
  if (connectors.isPending) return <PageSkeleton />;
  const all = connectors.data ?? [];
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setNew(true)}>
      {t("flows.connectors.add")}
    </Button>
  );
  return (
    <Page
      title={t("settings.section.connectors.name")}
      lead={t("settings.section.connectors.hint")}
      extra={all.length > 0 && add}
    >
      <ErrorNotice error={connectors.error} onRetry={() => void connectors.refetch()} />
      <div>
        <Segmented<Tab>
          aria-label={t("settings.section.connectors.name")}
          value={tab}
          onChange={(next) => setSearch(next === "unmatched" ? { show: next } : {})}
          options={TABS.map((value) => ({ value, label: t(`flows.connectors.tab.${value}`) }))}
        />
      </div>
      {tab === "unmatched" && <UnmatchedList connectors={all} />}
      {tab === "connectors" && connectors.data && all.length === 0 && (
        <EmptyState
          icon={<ApiOutlined />}
          title={t("flows.connectors.none")}
          hint={t("flows.connectors.none_hint")}
          action={add}
        />
      )}
      {tab === "connectors" && all.length > 0 && (
        <ul className={lines.list}>
          {all.map((connector) => (
            <ConnectorLine key={connector.id} connector={connector} />
          ))}
        </ul>
      )}
      {isNew && <NewConnectorDialog onClose={() => setNew(false)} />}
    </Page>
  );
}

function ConnectorLine({ connector }: { connector: Connector }) {
  const { t } = useTranslation();
  const kind = useKinds().data?.find((each) => each.id === connector.kind)?.name ?? connector.kind;
  return (
    <li className={lines.line} data-plain="true">
      <div className={styles.words}>
        <span className={styles.name}>
          <Link to={`/settings/connectors/${connector.id}`}>
            {connector.name} <RightOutlined aria-hidden="true" />
          </Link>
          {!connector.enabled && <Mark>{t("flows.connectors.off")}</Mark>}
        </span>
        <p className={styles.about}>
          {[
            kind,
            t(`flows.connectors.scheme.${connector.signature.scheme ?? "standard_webhooks"}`),
            t("flows.connectors.rules_count", { count: connector.mapping.rules.length }),
          ].join(" · ")}
        </p>
      </div>
    </li>
  );
}
