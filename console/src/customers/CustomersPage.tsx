import { MergeCellsOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "../auth/queries";
import { RowsSkeleton } from "../leads/list/RowsSkeleton";
import { ErrorNotice } from "../ui/ErrorNotice";
import { Page } from "../ui/Page";
import { WordsInput } from "../ui/WordsInput";
import { DayContext } from "../workspace/dayContext";
import { useWorkspaceDay } from "../workspace/useWorkspaceDay";
import { CustomerList } from "./CustomerList";
import styles from "./Customers.module.css";
import { useCustomersAddress } from "./useCustomersAddress";

const CustomerDrawer = lazy(() => import("./CustomerDrawer"));
const DuplicatesDialog = lazy(() => import("./DuplicatesDialog"));

export function Component() {
  const { t } = useTranslation();
  const may = useMay();
  const address = useCustomersAddress();
  const { day, error, retry } = useWorkspaceDay();
  const [isLooking, setLooking] = useState(false);
  return (
    <Page
      title={t("customers.title")}
      width="wide"
      extra={
        may("leads.merge") && (
          <Button icon={<MergeCellsOutlined />} onClick={() => setLooking(true)}>
            {t("customers.duplicates.action")}
          </Button>
        )
      }
    >
      <ErrorNotice error={error} onRetry={retry} />
      {!day && !error && <RowsSkeleton />}
      {day && (
        <DayContext value={day}>
          <div className={styles.body}>
            <search className={styles.bar}>
              <WordsInput
                label={t("customers.search.label")}
                placeholder={t("customers.search.short")}
                value={address.words}
                onChange={address.setWords}
              />
            </search>
            <CustomerList address={address} />
          </div>
          <Suspense fallback={null}>
            {address.customerId && <CustomerDrawer id={address.customerId} address={address} />}
            {isLooking && <DuplicatesDialog address={address} onClose={() => setLooking(false)} />}
          </Suspense>
        </DayContext>
      )}
    </Page>
  );
}
