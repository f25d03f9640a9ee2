import { EditOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "../auth/queries";
import { addressOf } from "../leads/lead/fields";
import { useAccess } from "../leads/useAccess";
import { CustomerForm } from "./CustomerForm";
import styles from "./Customers.module.css";
import { CUSTOMER_FIELDS, type CustomerField, IDENTIFYING } from "./fields";
import type { TaggedCustomer } from "./types";
import { useCustomerWords } from "./useCustomerWords";

/** What is known of the customer, and by what it is known again. */
export function CustomerFacts({ customer }: { customer: TaggedCustomer }) {
  const { t } = useTranslation();
  const may = useMay();
  const access = useAccess();
  const words = useCustomerWords();
  const [isEdited, setEdited] = useState(false);
  const { body } = customer;
  const seen = CUSTOMER_FIELDS.filter((each) => access(each) !== "hidden");
  return (
    <section className={styles.section}>
      <div className={styles.sectionHead}>
        <h2 className={styles.title}>{t("customers.facts.title")}</h2>
        {may("customers.write") && !isEdited && (
          <Button size="small" icon={<EditOutlined />} onClick={() => setEdited(true)}>
            {t("customers.facts.edit")}
          </Button>
        )}
      </div>
      {isEdited ? (
        <CustomerForm
          customer={customer}
          fields={seen.filter((each) => access(each) === "write")}
          onClose={() => setEdited(false)}
        />
      ) : (
        <dl className={styles.facts}>
          {seen.map((field) => (
            <div key={field} className={styles.fact}>
              <dt>{words.label(field)}</dt>
              <dd data-empty={!body[field]}>
                <Value field={field} value={body[field] ?? ""} />
                {IDENTIFYING.has(field) && body[field] && (
                  <span className={styles.known} title={t("customers.facts.known_hint")}>
                    {t("customers.facts.known")}
                  </span>
                )}
              </dd>
            </div>
          ))}
          <div className={styles.fact}>
            <dt>{t("leads.field.created_at")}</dt>
            <dd>{words.moment(body.created_at)}</dd>
          </div>
        </dl>
      )}
    </section>
  );
}

function Value({ field, value }: { field: CustomerField; value: string }) {
  const { t } = useTranslation();
  if (!value) return t("leads.field.none");
  const address = field === "phone" || field === "email" ? addressOf(field, value) : null;
  return address ? <a href={address}>{value}</a> : value;
}
