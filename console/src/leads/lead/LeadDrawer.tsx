import { SearchOutlined } from "@ant-design/icons";
import { Button, Drawer, Skeleton } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "../../api/problem";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { useFocusBack } from "../../ui/useFocusBack";
import { useIsPhone } from "../../ui/useMediaQuery";
import { useLead } from "../queries";
import type { LeadsAddress } from "../useLeadsAddress";
import { useLeadWords } from "../useLeadWords";
import { LeadBody } from "./LeadBody";

interface LeadDrawerProps {
  id: string;
  address: LeadsAddress;
}

/** One lead before the list; on a phone it is the whole screen. */
export default function LeadDrawer({ id, address }: LeadDrawerProps) {
  const { t } = useTranslation();
  useFocusBack();
  const words = useLeadWords();
  const isPhone = useIsPhone();
  const lead = useLead(id);
  const title = lead.data && words.nameOf(lead.data.body);
  // The tab of the browser is named after the lead while that is open.
  useEffect(() => {
    const before = document.title;
    if (title) document.title = `${title} · ${t("common.product")}`;
    return () => {
      document.title = before;
    };
  }, [title, t]);
  const isGone = isProblem(lead.error) && lead.error.status === 404;
  return (
    <Drawer
      open
      onClose={address.close}
      {...(isPhone ? { styles: { body: { padding: 16 } } } : {})}
      size={isPhone ? "100%" : "min(980px, 92vw)"}
      title={title && !isGone ? title : isGone ? t("leads.gone.title") : t("common.loading")}
    >
      {lead.isPending && <Skeleton active paragraph={{ rows: 10 }} />}
      {isGone && (
        <EmptyState
          icon={<SearchOutlined />}
          title={t("leads.gone.title")}
          hint={t("leads.gone.hint")}
          action={<Button onClick={address.close}>{t("leads.gone.action")}</Button>}
        />
      )}
      {lead.isError && !isGone && !lead.data && (
        <ErrorNotice error={lead.error} onRetry={() => void lead.refetch()} />
      )}
      {lead.data && !isGone && <LeadBody key={id} lead={lead.data} address={address} />}
    </Drawer>
  );
}
