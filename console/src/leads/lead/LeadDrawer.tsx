import { useTranslation } from "react-i18next";
import { RecordDrawer } from "../../ui/RecordDrawer";
import { useLead } from "../queries";
import type { LeadsAddress } from "../useLeadsAddress";
import { useLeadWords } from "../useLeadWords";
import { LeadBody } from "./LeadBody";

interface LeadDrawerProps {
  id: string;
  address: LeadsAddress;
}

export default function LeadDrawer({ id, address }: LeadDrawerProps) {
  const { t } = useTranslation();
  const words = useLeadWords();
  const lead = useLead(id);
  return (
    <RecordDrawer
      query={lead}
      title={lead.data ? words.nameOf(lead.data.body) : null}
      gone={{ title: t("leads.gone.title"), hint: t("leads.gone.hint"), close: t("leads.gone.action") }}
      onClose={address.close}
      namesTab
    >
      {lead.data && <LeadBody key={id} lead={lead.data} address={address} />}
    </RecordDrawer>
  );
}
