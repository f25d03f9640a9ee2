import { Button, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMay } from "../../auth/queries";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { useCustomer } from "../queries";
import type { LeadView } from "../types";
import type { LeadsAddress } from "../useLeadsAddress";
import { useLeadWords } from "../useLeadWords";
import { LikeCustomers } from "./LikeCustomers";
import styles from "./Panes.module.css";

/** The customer's other leads, and customers that may be the same one. */
export function CustomerPane({ lead, address }: { lead: LeadView; address: LeadsAddress }) {
  const { t } = useTranslation();
  const words = useLeadWords();
  const may = useMay();
  const [isLooking, setLooking] = useState(false);
  const customer = useCustomer(lead.customer_id ?? "", may("customers.read"));
  if (!lead.customer_id || !may("customers.read")) return null;
  if (customer.isPending) return <Skeleton active title={false} paragraph={{ rows: 2 }} />;
  if (!customer.data) return <ErrorNotice error={customer.error} onRetry={() => void customer.refetch()} />;
  const others = customer.data.leads.filter((each) => each.id !== lead.id);
  const isDouble = (other: LeadView) =>
    other.stage_kind === "open" && lead.stage_kind === "open" && other.owner_id !== lead.owner_id;
  return (
    <section className={styles.section}>
      <h2 className={styles.title}>{t("leads.customer.others", { name: customer.data.name ?? "" })}</h2>
      {others.length === 0 && <p className={styles.none}>{t("leads.customer.no_others")}</p>}
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
      {may("leads.merge") &&
        (isLooking ? (
          <LikeCustomers customerId={lead.customer_id} />
        ) : (
          <Button size="small" onClick={() => setLooking(true)}>
            {t("leads.customer.look")}
          </Button>
        ))}
    </section>
  );
}
