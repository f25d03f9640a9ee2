import { SearchOutlined } from "@ant-design/icons";
import { Button, Drawer, Skeleton } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "../api/problem";
import { EmptyState } from "../ui/EmptyState";
import { ErrorNotice } from "../ui/ErrorNotice";
import { useFocusBack } from "../ui/useFocusBack";
import { useIsPhone } from "../ui/useMediaQuery";
import { CustomerBody } from "./CustomerBody";
import { useCustomer } from "./queries";
import type { CustomersAddress } from "./useCustomersAddress";
import { useCustomerWords } from "./useCustomerWords";

interface CustomerDrawerProps {
  id: string;
  address: CustomersAddress;
}

/** One customer before the list; on a phone it is the whole screen. */
export default function CustomerDrawer({ id, address }: CustomerDrawerProps) {
  const { t } = useTranslation();
  useFocusBack();
  const words = useCustomerWords();
  const isPhone = useIsPhone();
  const customer = useCustomer(id);
  const isGone = isProblem(customer.error) && customer.error.status === 404;
  const title = customer.data && !isGone ? words.title(customer.data.body) : null;
  useEffect(() => {
    const before = document.title;
    if (title) document.title = `${title} · ${t("common.product")}`;
    return () => {
      document.title = before;
    };
  }, [title, t]);
  return (
    <Drawer
      open
      onClose={address.close}
      {...(isPhone ? { styles: { body: { padding: 16 } } } : {})}
      size={isPhone ? "100%" : "min(980px, 92vw)"}
      title={title ?? (isGone ? t("customers.gone.title") : t("common.loading"))}
    >
      {customer.isPending && <Skeleton active paragraph={{ rows: 10 }} />}
      {isGone && (
        <EmptyState
          icon={<SearchOutlined />}
          title={t("customers.gone.title")}
          hint={t("customers.gone.hint")}
          action={<Button onClick={address.close}>{t("customers.gone.action")}</Button>}
        />
      )}
      {customer.isError && !isGone && !customer.data && (
        <ErrorNotice error={customer.error} onRetry={() => void customer.refetch()} />
      )}
      {customer.data && !isGone && <CustomerBody key={id} customer={customer.data} address={address} />}
    </Drawer>
  );
}
