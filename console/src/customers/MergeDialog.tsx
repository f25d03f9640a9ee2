import { SwapOutlined } from "@ant-design/icons";
import { Button, Modal, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNotice } from "../ui/ErrorNotice";
import styles from "./Merge.module.css";
import { MergePreview } from "./MergePreview";
import { OtherCustomer } from "./OtherCustomer";
import { useCustomer } from "./queries";
import type { CustomersAddress } from "./useCustomersAddress";
import { useMerge } from "./useMerge";

interface MergeDialogProps {
  /** The customer that stays, until the direction is turned. */
  firstId: string;
  /** Known already, as by a pair of like ones. */
  secondId?: string;
  /** Where it leads to afterwards; nowhere, when one was about something else. */
  address?: CustomersAddress;
  onClose: () => void;
}

/** Two customers that are one: which other one, which of the two stays, and what comes out. */
export default function MergeDialog({ firstId, secondId, address, onClose }: MergeDialogProps) {
  const { t } = useTranslation();
  const [other, setOther] = useState<string | null>(secondId ?? null);
  const [isTurned, setTurned] = useState(false);
  const first = useCustomer(firstId);
  const second = useCustomer(other ?? "", other !== null);
  const merge = useMerge();
  const [into, from] = isTurned ? [second.data, first.data] : [first.data, second.data];
  const run = () => {
    if (!into || !from) return;
    merge.mutate(
      { into, from },
      {
        onSuccess: () => {
          onClose();
          if (address?.customerId && address.customerId !== into.body.id) {
            address.open(into.body.id);
          }
        },
      },
    );
  };
  return (
    <Modal
      open
      width={640}
      title={t("customers.merge.title")}
      okText={t("customers.merge.confirm")}
      cancelText={t("leads.cancel")}
      okButtonProps={{ disabled: !into || !from }}
      confirmLoading={merge.isPending}
      onOk={run}
      onCancel={onClose}
    >
      <div className={styles.dialog}>
        {!secondId && <OtherCustomer of={firstId} value={other} onChange={setOther} />}
        <ErrorNotice error={first.error ?? second.error ?? merge.error} />
        {other && (!into || !from) && !first.error && !second.error && (
          <Skeleton active title={false} paragraph={{ rows: 5 }} />
        )}
        {into && from && (
          <>
            <MergePreview into={into.body} from={from.body} />
            <Button
              className={styles.turn ?? ""}
              icon={<SwapOutlined />}
              onClick={() => setTurned(!isTurned)}
            >
              {t("customers.merge.turn")}
            </Button>
            <p className={styles.hint}>{t("customers.merge.undo_hint")}</p>
          </>
        )}
      </div>
    </Modal>
  );
}
