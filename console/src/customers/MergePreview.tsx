import { useTranslation } from "react-i18next";
import styles from "./Merge.module.css";
import { mergedLines } from "./merging";
import type { CustomerWithLeads } from "./types";
import { useCustomerWords } from "./useCustomerWords";

interface MergePreviewProps {
  into: CustomerWithLeads;
  from: CustomerWithLeads;
}

/** Side by side, with what stays of each. */
export function MergePreview({ into, from }: MergePreviewProps) {
  const { t } = useTranslation();
  const words = useCustomerWords();
  const leads = (customer: CustomerWithLeads) => customer.open_leads + customer.closed_leads;
  return (
    <table className={styles.preview}>
      <caption className="gp-visually-hidden">{t("customers.merge.title")}</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">{t("customers.merge.stays")}</th>
          <th scope="col">{t("customers.merge.goes")}</th>
        </tr>
      </thead>
      <tbody>
        {mergedLines(into, from).map((line) => (
          <tr key={line.field}>
            <th scope="row">{words.label(line.field)}</th>
            <Value value={line.into} stays={line.stays === "into"} />
            <Value value={line.from} stays={line.stays === "from" || line.from === line.into} />
          </tr>
        ))}
        <tr>
          <th scope="row">{t("customers.merge.leads")}</th>
          <td>{leads(into)}</td>
          <td>
            {leads(from)}
            <span className={styles.sum}>
              {t("customers.merge.sum", { count: leads(into) + leads(from) })}
            </span>
          </td>
        </tr>
      </tbody>
    </table>
  );
}

function Value({ value, stays }: { value: string | null; stays: boolean }) {
  const { t } = useTranslation();
  if (!value) return <td className={styles.none}>—</td>;
  return (
    <td>{stays ? <strong>{value}</strong> : <del title={t("customers.merge.not_kept")}>{value}</del>}</td>
  );
}
