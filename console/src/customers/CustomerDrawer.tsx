import { useTranslation } from "react-i18next";
import { RecordDrawer } from "../ui/RecordDrawer";
import { CustomerBody } from "./CustomerBody";
import { useCustomer } from "./queries";
import type { CustomersAddress } from "./useCustomersAddress";
import { useCustomerWords } from "./useCustomerWords";

interface CustomerDrawerProps {
  id: string;
  address: CustomersAddress;
}

export default function CustomerDrawer({ id, address }: CustomerDrawerProps) {
  const { t } = useTranslation();
  const words = useCustomerWords();
  const customer = useCustomer(id);
  return (
    <RecordDrawer
      query={customer}
      title={customer.data ? words.title(customer.data.body) : null}
      gone={{
        title: t("customers.gone.title"),
        hint: t("customers.gone.hint"),
        close: t("customers.gone.action"),
      }}
      onClose={address.close}
      namesTab
    >
      {customer.data && <CustomerBody key={id} customer={customer.data} address={address} />}
    </RecordDrawer>
  );
}
