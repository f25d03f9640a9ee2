import { Checkbox } from "antd";
import { useTranslation } from "react-i18next";
import { VirtualCards } from "../../ui/VirtualCards";
import { useLeadWords } from "../useLeadWords";
import { LeadCard } from "./LeadCard";
import styles from "./LeadCards.module.css";
import type { ListProps } from "./LeadTable";
import { ListFoot } from "./ListFoot";

/** The list on a phone. */
export function LeadCards({ rows, pages, address, selection }: ListProps) {
  const { t } = useTranslation();
  const words = useLeadWords();
  return (
    <>
      <VirtualCards
        rows={rows}
        pages={pages}
        height={104}
        card={(lead) => (
          <LeadCard lead={lead} words={words} to={address.toLead(lead.id)}>
            {selection && (
              <Checkbox
                className={styles.tick}
                aria-label={t("leads.select.one", { name: words.nameOf(lead) })}
                checked={selection.chosen.has(lead.id)}
                onChange={() => selection.toggle(lead.id, false)}
              />
            )}
          </LeadCard>
        )}
      />
      <ListFoot count={rows.length} pages={pages} />
    </>
  );
}
