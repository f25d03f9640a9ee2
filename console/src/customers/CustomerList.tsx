import { ContactsOutlined, SearchOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useMay } from "../auth/queries";
import { RowsSkeleton } from "../leads/list/RowsSkeleton";
import { EmptyState } from "../ui/EmptyState";
import { ErrorNotice } from "../ui/ErrorNotice";
import { useIsPhone } from "../ui/useMediaQuery";
import { CustomerCards } from "./CustomerCards";
import styles from "./Customers.module.css";
import { CustomerTable } from "./CustomerTable";
import type { CustomersAddress } from "./useCustomersAddress";
import { useFound } from "./useFound";

/** The customers whom the words of the address mean. */
export function CustomerList({ address }: { address: CustomersAddress }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const { pages, found, read, isLooking, goOn } = useFound(address.words);
  if (pages.isPending) return <RowsSkeleton />;
  if (!pages.data) return <ErrorNotice error={pages.error} onRetry={() => void pages.refetch()} />;
  const isSearch = address.words !== "";
  // A page may be short or empty and still have more behind it.
  if (read === 0 && !pages.hasNextPage) return <NoCustomers />;
  const List = isPhone ? CustomerCards : CustomerTable;
  const foot = isSearch
    ? t(isLooking ? "customers.search.looking" : "customers.search.found", { count: found.length, read })
    : t(pages.hasNextPage ? "customers.loaded" : "customers.count", { count: read });
  return (
    <>
      {pages.isError && <ErrorNotice error={pages.error} onRetry={() => void pages.fetchNextPage()} />}
      {found.length > 0 && <List rows={found} pages={pages} address={address} />}
      {found.length === 0 && isLooking && <RowsSkeleton />}
      {found.length === 0 && !isLooking && (
        <EmptyState
          icon={<SearchOutlined />}
          title={t("customers.none.title")}
          hint={t("customers.none.hint", { read })}
          action={<Button onClick={() => address.setWords("")}>{t("customers.search.clear")}</Button>}
        />
      )}
      <p className={styles.foot} role="status">
        {found.length > 0 && foot}
        {goOn && (
          <Button type="link" size="small" onClick={goOn}>
            {t("customers.search.go_on")}
          </Button>
        )}
      </p>
    </>
  );
}

function NoCustomers() {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  return (
    <EmptyState
      icon={<ContactsOutlined />}
      title={t("customers.empty.title")}
      hint={t("customers.empty.hint")}
      action={
        may("imports.run") && (
          <Button onClick={() => void navigate("/imports")}>{t("leads.empty.import")}</Button>
        )
      }
    />
  );
}
