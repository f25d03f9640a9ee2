import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useMay } from "../auth/queries";
import styles from "./Customers.module.css";
import { useOpenMerges } from "./queries";
import { useCustomerWords } from "./useCustomerWords";
import { useUndoMerge } from "./useMerge";

/** What was made part of this customer, and the way back. */
export function Merges({ customerId }: { customerId: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const words = useCustomerWords();
  const merges = useOpenMerges(customerId, may("audit.read"));
  const undo = useUndoMerge();
  if (!merges.data?.length) return null;
  return (
    <ul>
      {merges.data.map((merge) => (
        <li key={merge.id} className={styles.merge}>
          <div className={styles.main}>
            <p>{merge.name}</p>
            <p className={styles.hint}>{[merge.by, words.moment(merge.at)].filter(Boolean).join(" · ")}</p>
          </div>
          <Button
            size="small"
            loading={undo.isPending && undo.variables?.id === merge.id}
            aria-label={t("customers.merge.undo_of", { name: merge.name })}
            onClick={() => undo.mutate(merge)}
          >
            {t("customers.merge.undo")}
          </Button>
        </li>
      ))}
    </ul>
  );
}
