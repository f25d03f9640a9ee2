import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { isRouteErrorResponse, useRouteError } from "react-router";
import { isProblem } from "../api/problem";
import { Outcome } from "../ui/Outcome";
import { problemText } from "../ui/problems";
import { ForbiddenPage } from "./ForbiddenPage";
import { HomeButton } from "./HomeButton";
import { NotFoundPage } from "./NotFoundPage";

/** After a new version was put up, the parts of the former one are gone: only loading anew helps. */
function isPartMissing(error: unknown): boolean {
  return error instanceof TypeError && /dynamically imported module|module script/i.test(error.message);
}

/** The outermost catch of everything that a page throws while it is loaded or drawn. */
export function RouteError() {
  const { t } = useTranslation();
  const error = useRouteError();
  const status = isProblem(error) || isRouteErrorResponse(error) ? error.status : null;
  if (status === 404) return <NotFoundPage />;
  if (status === 403) return <ForbiddenPage />;
  return (
    <Outcome
      kind="failed"
      title={isPartMissing(error) ? t("shell.outdated.title") : t("shell.failed.title")}
      hint={
        isPartMissing(error)
          ? t("shell.outdated.hint")
          : isProblem(error)
            ? problemText(error, t)
            : t("shell.failed.hint")
      }
      requestId={isProblem(error) ? error.requestId : null}
      action={[
        <Button key="reload" type="primary" onClick={() => window.location.reload()}>
          {t("shell.reload")}
        </Button>,
        <HomeButton key="home" />,
      ]}
    />
  );
}
