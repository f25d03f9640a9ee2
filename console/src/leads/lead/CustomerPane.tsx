import { MergeCellsOutlined, RightOutlined } from "@ant-design/icons";
import { Button, Skeleton } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMay } from "../../auth/queries";
import { useCustomer } from "../../customers/queries";
import { ErrorNotice } from "../../ui/ErrorNotice";
import type { LeadView } from "../types";
import type { LeadsAddress } from "../useLeadsAddress";
import { useLeadWords } from "../useLeadWords";
import styles from "./Panes.module.css";

const MergeDialog = lazy(() => import("../../customers/MergeDialog"));

/** The customer, its other leads, and how it is made one with another that is the same. */
export function CustomerPane({ lead, address }: { lead: LeadView; address: LeadsAddress }) {
  const { t } = useTranslation();
  const words = useLeadWords();
  const may = useMay();
  const [isMerging, setMerging] = useState(false);
  const customer = useCustomer(lead.customer_id ?? "", may("customers.read"));
  if (!lead.customer_id || !may("customers.read")) return null;
  if (customer.isPending) return <Skeleton active title={false} paragraph={{ rows: 2 }} />;
  if (!customer.data) return <ErrorNotice error={customer.error} onRetry={() => void customer.refetch()} />;
  const { id, name, leads } = customer.data.body;
  const others = leads.filter((each) => each.id !== lead.id);
  const isDouble = (other: LeadView) =>
    other.stage_kind === "open" && lead.stage_kind === "open" && other.owner_id !== lead.owner_id;
  return (
    <section className={styles.section}>
      <h2 className={styles.title}>
        <Link to={`/customers/${id}`}>
          {name} <RightOutlined aria-hidden="true" />
        </Link>
      </h2>
      <p className={styles.none}>
        {others.length === 0
          ? t("leads.customer.no_others")
          : t("leads.customer.others", { count: others.length })}
      </p>
      <ul className={styles.list}>
        {others.map((other) => (
          <li key={other.id} className={styles.line}>
            <Link to={address.toLead(other.id)} className={styles.main}>
              {words.nameOf(other)}
            </Link>
            <span className={styles.aside}>
              {[other.stage && words.stage(other.stage), words.ownerOf(other)].filter(Boolean).join(" · ")}
            </span>
            {isDouble(other) && <span className={styles.double}>{t("leads.customer.double")}</span>}
          </li>
        ))}
      </ul>
      {may("leads.merge") && (
        <Button size="small" icon={<MergeCellsOutlined />} onClick={() => setMerging(true)}>
          {t("leads.customer.look")}
        </Button>
      )}
      {isMerging && (
        <Suspense fallback={null}>
          <MergeDialog firstId={id} onClose={() => setMerging(false)} />
        </Suspense>
      )}
    </section>
  );
}
