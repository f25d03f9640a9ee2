import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import styles from "../leads/list/LeadCard.module.css";
import { VirtualCards } from "../ui/VirtualCards";
import type { ListProps } from "./CustomerTable";
import { useCustomerWords } from "./useCustomerWords";

/** The list on a phone. */
export function CustomerCards({ rows, pages, address }: ListProps) {
  const { t } = useTranslation();
  const words = useCustomerWords();
  return (
    <VirtualCards
      rows={rows}
      pages={pages}
      height={80}
      goesOn={address.words === ""}
      card={(customer) => {
        const facts = [
          customer.contact,
          words.owners(customer),
          customer.open_leads > 0 ? t("customers.open_leads", { count: customer.open_leads }) : null,
        ].filter(Boolean);
        return (
          <div className={styles.card}>
            <Link to={address.toCustomer(customer.id)} className={styles.name}>
              {words.title(customer)}
            </Link>
            <p className={styles.facts}>
              {facts.map((fact) => (
                <span key={fact}>{fact}</span>
              ))}
            </p>
          </div>
        );
      }}
    />
  );
}
