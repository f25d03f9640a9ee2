import { AppstoreOutlined, PlusOutlined, UnorderedListOutlined } from "@ant-design/icons";
import { Button, Segmented } from "antd";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "../auth/queries";
import { ErrorNotice } from "../ui/ErrorNotice";
import { Page } from "../ui/Page";
import { useIsPhone } from "../ui/useMediaQuery";
import { DayContext } from "../workspace/dayContext";
import { useWorkspaceDay } from "../workspace/useWorkspaceDay";
import { FilterBar } from "./filter/FilterBar";
import styles from "./LeadsPage.module.css";
import { LeadList } from "./list/LeadList";
import { RowsSkeleton } from "./list/RowsSkeleton";
import { type Layout, useLeadsAddress } from "./useLeadsAddress";

const Board = lazy(() => import("./board/Board"));
const LeadDrawer = lazy(() => import("./lead/LeadDrawer"));
const NewLeadDrawer = lazy(() => import("./create/NewLeadDrawer"));

const LAYOUTS: { value: Layout; icon: ReactNode }[] = [
  { value: "table", icon: <UnorderedListOutlined /> },
  { value: "board", icon: <AppstoreOutlined /> },
];

export function Component() {
  const { t } = useTranslation();
  const may = useMay();
  const isPhone = useIsPhone();
  const address = useLeadsAddress();
  const { day, error, retry } = useWorkspaceDay();
  const [isAdding, setAdding] = useState(false);
  const { layout, setLayout, leadId } = address;
  return (
    <Page
      title={t("leads.title")}
      width="wide"
      extra={
        <div className={styles.actions}>
          <Segmented<Layout>
            aria-label={t("leads.layout.label")}
            value={layout}
            onChange={setLayout}
            options={LAYOUTS.map(({ value, icon }) => ({
              value,
              icon,
              // On a phone the two signs leave the room that the title needs.
              label: isPhone ? (
                <span className="gp-visually-hidden">{t(`leads.layout.${value}`)}</span>
              ) : (
                t(`leads.layout.${value}`)
              ),
            }))}
          />
          {may("leads.write") && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
              {t("leads.create.action")}
            </Button>
          )}
        </div>
      }
    >
      <ErrorNotice error={error} onRetry={retry} />
      {!day && !error && <RowsSkeleton />}
      {day && (
        <DayContext value={day}>
          <div className={styles.body} data-phone={isPhone}>
            <FilterBar address={address} />
            {layout === "board" ? (
              <Suspense fallback={<RowsSkeleton />}>
                <Board address={address} />
              </Suspense>
            ) : (
              <LeadList address={address} onAdd={() => setAdding(true)} />
            )}
          </div>
          <Suspense fallback={null}>
            {leadId && <LeadDrawer id={leadId} address={address} />}
            {isAdding && <NewLeadDrawer address={address} onClose={() => setAdding(false)} />}
          </Suspense>
        </DayContext>
      )}
    </Page>
  );
}
