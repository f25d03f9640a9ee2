import { ArrowLeftOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { ErrorNotice } from "../ui/ErrorNotice";
import { Page } from "../ui/Page";
import { PageSkeleton } from "../ui/PageSkeleton";
import { Decide } from "./decide/Decide";
import { useDecisions } from "./decide/useDecisions";
import { Progress } from "./Progress";
import { type ImportView, isActive, useImport } from "./queries";
import { Result } from "./Result";
import { Steps } from "./Steps";

export function Component() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { importId = "" } = useParams();
  const followed = useImport(importId);
  if (followed.isPending) return <PageSkeleton />;
  const { view } = followed;
  return (
    <Page
      title={view?.filename ?? t("imports.title")}
      lead={view && t(`imports.kind.${view.kind}`)}
      extra={
        <Button icon={<ArrowLeftOutlined />} onClick={() => navigate("/imports")}>
          {t("imports.back")}
        </Button>
      }
    >
      {followed.isError && <ErrorNotice error={followed.error} onRetry={() => void followed.refetch()} />}
      {view && <Stage key={view.id} view={view} />}
    </Page>
  );
}

/** What it waits for decides what is shown; decisions outlive the trials between them. */
function Stage({ view }: { view: ImportView }) {
  const decided = useDecisions(view);
  const isOpen = view.status === "needs_mapping" || (view.status === "done" && view.dry_run);
  return (
    <>
      <Steps view={view} />
      {isActive(view) && <Progress view={view} />}
      {isOpen && <Decide view={view} decided={decided} />}
      {!isOpen && !isActive(view) && <Result view={view} />}
    </>
  );
}
