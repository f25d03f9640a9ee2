import { FilterOutlined, FunnelPlotOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useMay } from "../../auth/queries";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { useIsPhone } from "../../ui/useMediaQuery";
import { countOf, NO_FILTERS, toQuery } from "../filter/filters";
import { useLeadPages, useRows } from "../queries";
import type { LeadsAddress } from "../useLeadsAddress";
import { LeadCards } from "./LeadCards";
import { LeadTable } from "./LeadTable";
import { RowsSkeleton } from "./RowsSkeleton";
import { useSelection } from "./useSelection";

const BulkBar = lazy(() => import("../bulk/BulkBar"));

/** The leads of the address as a table; on a phone as cards. */
export function LeadList({ address, onAdd }: { address: LeadsAddress; onAdd: () => void }) {
  const isPhone = useIsPhone();
  const may = useMay();
  const pages = useLeadPages(toQuery(address.filters));
  const rows = useRows(pages.data);
  const selection = useSelection(rows);
  if (pages.isPending) return <RowsSkeleton />;
  if (!pages.data) return <ErrorNotice error={pages.error} onRetry={() => void pages.refetch()} />;
  // A page may be short or empty and still have more behind it: then it is asked for, and not called empty.
  if (rows.length === 0 && !pages.hasNextPage) {
    return <Nothing address={address} onAdd={onAdd} />;
  }
  const List = isPhone ? LeadCards : LeadTable;
  return (
    <>
      {pages.isError && <ErrorNotice error={pages.error} onRetry={() => void pages.fetchNextPage()} />}
      <List
        rows={rows}
        pages={pages}
        address={address}
        selection={may("leads.bulk") ? selection : undefined}
      />
      {selection.chosen.size > 0 && (
        <Suspense fallback={null}>
          <BulkBar selection={selection} rows={rows} />
        </Suspense>
      )}
    </>
  );
}

function Nothing({ address, onAdd }: { address: LeadsAddress; onAdd: () => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  if (countOf(address.filters) > 0) {
    return (
      <EmptyState
        icon={<FilterOutlined />}
        title={t("leads.none.title")}
        hint={t("leads.none.hint")}
        action={
          <Button onClick={() => address.setFilters({ ...NO_FILTERS, sort: address.filters.sort })}>
            {t("leads.filter.clear")}
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState
      icon={<FunnelPlotOutlined />}
      title={t("leads.empty.title")}
      hint={t(may("leads.write") ? "leads.empty.hint" : "leads.empty.hint_reader")}
      action={
        <>
          {may("leads.write") && (
            <Button type="primary" onClick={onAdd}>
              {t("leads.create.action")}
            </Button>
          )}
          {may("imports.run") && (
            <Button onClick={() => void navigate("/imports")}>{t("leads.empty.import")}</Button>
          )}
        </>
      }
    />
  );
}
