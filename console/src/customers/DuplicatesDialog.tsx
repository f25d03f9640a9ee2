import { Button, Modal, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ErrorNotice } from "../ui/ErrorNotice";
import styles from "./Merge.module.css";
import MergeDialog from "./MergeDialog";
import { useDuplicates } from "./queries";
import type { CustomersAddress } from "./useCustomersAddress";
import { useCustomerWords } from "./useCustomerWords";

interface DuplicatesDialogProps {
  address: CustomersAddress;
  onClose: () => void;
}

/** Customers that may be the same one, and customers that several reps work on. */
export default function DuplicatesDialog({ address, onClose }: DuplicatesDialogProps) {
  const { t } = useTranslation();
  const words = useCustomerWords();
  const duplicates = useDuplicates(true);
  const [merging, setMerging] = useState<[string, string] | null>(null);
  const { pairs, conflicts } = duplicates.data ?? { pairs: [], conflicts: [] };
  return (
    <Modal open width={640} title={t("customers.duplicates.title")} footer={null} onCancel={onClose}>
      <div className={styles.dialog}>
        {duplicates.isPending && <Skeleton active title={false} paragraph={{ rows: 4 }} />}
        <ErrorNotice error={duplicates.error} onRetry={() => void duplicates.refetch()} />
        {duplicates.data && (
          <>
            <section>
              <h2 className={styles.title}>{t("customers.duplicates.like")}</h2>
              {pairs.length === 0 && <p className={styles.hint}>{t("customers.duplicates.no_like")}</p>}
              <ul>
                {pairs.map(({ first, second, score }) => (
                  <li key={`${first.id} ${second.id}`} className={styles.pair}>
                    <div className={styles.names}>
                      {[first, second].map((each) => (
                        <p key={each.id}>
                          {each.name}
                          <small>{t("customers.open_leads", { count: each.open_leads })}</small>
                        </p>
                      ))}
                    </div>
                    <span className={styles.score}>
                      {t("customers.duplicates.score", { score: Math.round(score) })}
                    </span>
                    <Button size="small" onClick={() => setMerging([first.id, second.id])}>
                      {t("customers.merge.action")}
                    </Button>
                  </li>
                ))}
              </ul>
            </section>
            <section>
              <h2 className={styles.title}>{t("customers.duplicates.shared")}</h2>
              {conflicts.length === 0 && <p className={styles.hint}>{t("customers.duplicates.no_shared")}</p>}
              <ul>
                {conflicts.map(({ customer, owners }) => (
                  <li key={customer.id} className={styles.pair}>
                    <Link
                      className={styles.names ?? ""}
                      to={address.toCustomer(customer.id)}
                      onClick={onClose}
                    >
                      {customer.name}
                    </Link>
                    <span className={styles.score}>{Object.keys(owners).map(words.member).join("、")}</span>
                  </li>
                ))}
              </ul>
            </section>
            {!duplicates.data.complete && (
              <p className={styles.hint}>
                {t("customers.duplicates.partial", { count: duplicates.data.scanned })}
              </p>
            )}
          </>
        )}
      </div>
      {merging && <MergeDialog firstId={merging[0]} secondId={merging[1]} onClose={() => setMerging(null)} />}
    </Modal>
  );
}
