import { Button, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import timeline from "../leads/lead/Timeline.module.css";
import { TimelineEvent } from "../leads/lead/TimelineEvent";
import { ErrorNotice } from "../ui/ErrorNotice";
import styles from "./Customers.module.css";
import { usePast } from "./queries";
import type { CustomerWithLeads } from "./types";
import { useCustomerWords } from "./useCustomerWords";

const AT_ONCE = 30;

/** What happened with this customer, whichever lead it was about. */
export function CustomerPast({ customer }: { customer: CustomerWithLeads }) {
  const { t } = useTranslation();
  const words = useCustomerWords();
  const [shown, setShown] = useState(AT_ONCE);
  const { events, isPending, error } = usePast(customer.leads.map(({ id }) => id));
  const names = new Map(customer.leads.map((each) => [each.id, words.nameOf(each)]));
  if (customer.leads.length === 0) return null;
  return (
    <section className={styles.section}>
      <div className={styles.sectionHead}>
        <h2 className={styles.title}>{t("customers.past.title")}</h2>
      </div>
      <ErrorNotice error={error} />
      {isPending && <Skeleton active title={false} paragraph={{ rows: 5 }} />}
      {!isPending && (
        <ol className={timeline.events}>
          {events.slice(0, shown).map(({ leadId, event }) => (
            <TimelineEvent
              key={event.id}
              event={event}
              words={words}
              about={names.size > 1 && <Link to={`/leads/${leadId}`}>{names.get(leadId)}</Link>}
            />
          ))}
        </ol>
      )}
      {events.length > shown && (
        <Button block onClick={() => setShown(shown + AT_ONCE)}>
          {t("leads.timeline.more")}
        </Button>
      )}
    </section>
  );
}
