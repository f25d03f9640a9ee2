import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { LeadMarks } from "../leads/list/LeadMarks";
import styles from "./Customers.module.css";
import type { CustomerWithLeads } from "./types";
import { useCustomerWords } from "./useCustomerWords";

/** All of the customer's leads that one may see, open ones first. */
export function CustomerLeads({ customer }: { customer: CustomerWithLeads }) {
  const { t } = useTranslation();
  const words = useCustomerWords();
  const isOpen = (kind: string | null | undefined) => kind === "open";
  const leads = [...customer.leads].sort(
    (one, other) => Number(isOpen(other.stage_kind)) - Number(isOpen(one.stage_kind)),
  );
  const unseen = customer.open_leads + customer.closed_leads - leads.length;
  return (
    <section className={styles.section}>
      <div className={styles.sectionHead}>
        <h2 className={styles.title}>{t("customers.leads.title", { count: leads.length })}</h2>
      </div>
      {leads.length === 0 && <p className={styles.hint}>{t("customers.leads.none")}</p>}
      <ul>
        {leads.map((lead) => (
          <li key={lead.id} className={styles.line}>
            <Link to={`/leads/${lead.id}`} className={styles.main}>
              {words.nameOf(lead)}
            </Link>
            <span className={styles.aside}>
              {lead.stage && <span>{words.stage(lead.stage)}</span>}
              {lead.amount && <span>{words.money(lead.amount)}</span>}
              {words.ownerOf(lead) && <span>{words.ownerOf(lead)}</span>}
              <LeadMarks lead={lead} />
            </span>
          </li>
        ))}
      </ul>
      {unseen > 0 && <p className={styles.hint}>{t("customers.leads.unseen", { count: unseen })}</p>}
    </section>
  );
}
