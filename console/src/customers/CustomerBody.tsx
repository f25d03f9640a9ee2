import { MergeCellsOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "../auth/queries";
import { CustomerFacts } from "./CustomerFacts";
import { CustomerLeads } from "./CustomerLeads";
import { CustomerPast } from "./CustomerPast";
import styles from "./Customers.module.css";
import { Merges } from "./Merges";
import type { TaggedCustomer } from "./types";
import type { CustomersAddress } from "./useCustomersAddress";

const MergeDialog = lazy(() => import("./MergeDialog"));

interface CustomerBodyProps {
  customer: TaggedCustomer;
  address: CustomersAddress;
}

export function CustomerBody({ customer, address }: CustomerBodyProps) {
  const { t } = useTranslation();
  const may = useMay();
  const [isMerging, setMerging] = useState(false);
  const { body } = customer;
  return (
    <div className={styles.columns}>
      <div className={styles.column}>
        <CustomerLeads customer={body} />
        <CustomerPast customer={body} />
      </div>
      <div className={styles.column}>
        <CustomerFacts customer={customer} />
        {may("leads.merge") && (
          <section className={styles.section}>
            <div className={styles.sectionHead}>
              <h2 className={styles.title}>{t("customers.merge.section")}</h2>
              <Button size="small" icon={<MergeCellsOutlined />} onClick={() => setMerging(true)}>
                {t("customers.merge.action")}
              </Button>
            </div>
            <p className={styles.hint}>{t("customers.merge.hint")}</p>
            <Merges customerId={body.id} />
          </section>
        )}
      </div>
      {isMerging && (
        <Suspense fallback={null}>
          <MergeDialog firstId={body.id} address={address} onClose={() => setMerging(false)} />
        </Suspense>
      )}
    </div>
  );
}
