import { CheckCircleOutlined, CloseCircleOutlined, LockOutlined, SearchOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";
import styles from "./Outcome.module.css";
import { RequestId } from "./RequestId";
import { useArrival } from "./useArrival";

const ICONS = {
  done: <CheckCircleOutlined />,
  failed: <CloseCircleOutlined />,
  missing: <SearchOutlined />,
  forbidden: <LockOutlined />,
};

interface OutcomeProps {
  kind: keyof typeof ICONS;
  title: string;
  hint?: ReactNode;
  requestId?: string | null;
  action?: ReactNode;
}

/**
 * A whole page that says how something came out. Not Ant Design's Result, whose pictures would be 10 kB of the first
 * load, since the error pages have to be there when nothing else can be loaded.
 */
export function Outcome({ kind, title, hint, requestId, action }: OutcomeProps) {
  const heading = useArrival(title);
  return (
    <div className={styles.outcome} data-kind={kind}>
      <span className={styles.icon} aria-hidden="true">
        {ICONS[kind]}
      </span>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {hint && <p className={styles.hint}>{hint}</p>}
      {requestId && <RequestId id={requestId} />}
      <div className={styles.actions}>{action}</div>
    </div>
  );
}
