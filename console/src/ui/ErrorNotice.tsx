import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";
import { isProblem } from "../api/problem";
import { problemText } from "./problems";
import { RequestId } from "./RequestId";

interface ErrorNoticeProps {
  /** What a query or mutation failed with; nothing is shown for null. */
  error: unknown;
  onRetry?: () => void;
}

/** Says in place what went wrong, with the request id for the support and, if it may help, a button to try again. */
export function ErrorNotice({ error, onRetry }: ErrorNoticeProps) {
  const { t } = useTranslation();
  if (!error) return null;
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={problemText(error, t)}
      description={isProblem(error) && error.requestId ? <RequestId id={error.requestId} /> : undefined}
      action={
        onRetry && (
          <Button size="small" onClick={onRetry}>
            {t("common.retry")}
          </Button>
        )
      }
    />
  );
}
