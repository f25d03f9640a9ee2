import { useTranslation } from "react-i18next";
import { useLeadWords } from "../leads/useLeadWords";
import type { CustomerField } from "./fields";
import type { Customer } from "./types";

/** How what stands in a customer is said. */
export function useCustomerWords() {
  const { t } = useTranslation();
  const words = useLeadWords();
  return {
    ...words,
    title: (customer: Pick<Customer, "name" | "company">) =>
      customer.name || customer.company || t("customers.unnamed"),
    label: (field: CustomerField) => {
      if (field === "name" || field === "industry") return t(`customers.field.${field}`);
      return field === "external_id" ? t("leads.field.external_id") : words.field(field);
    },
    /** Whoever works on its open leads; the pool, if nobody does. */
    owners: (customer: Customer) =>
      customer.open_leads > 0 && customer.owner_ids?.length === 0
        ? t("leads.pool")
        : (customer.owner_ids ?? []).map((id) => words.member(id)).join("、"),
  };
}

export type CustomerWords = ReturnType<typeof useCustomerWords>;
