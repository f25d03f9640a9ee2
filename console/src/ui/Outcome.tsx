import { Result } from "antd";
import type { ReactNode } from "react";
import { RequestId } from "./RequestId";
import { useArrival } from "./useArrival";

interface OutcomeProps {
  status: "success" | "error" | "info" | "warning" | "404" | "403" | "500";
  title: string;
  hint?: ReactNode;
  requestId?: string | null;
  action?: ReactNode;
}

/** A whole page that says how something came out. */
export function Outcome({ status, title, hint, requestId, action }: OutcomeProps) {
  const heading = useArrival(title);
  return (
    <Result
      status={status}
      title={
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
      }
      subTitle={
        <>
          {hint && <p>{hint}</p>}
          {requestId && <RequestId id={requestId} />}
        </>
      }
      extra={action}
    />
  );
}
