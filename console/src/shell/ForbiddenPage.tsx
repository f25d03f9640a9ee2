import { useTranslation } from "react-i18next";
import { Outcome } from "../ui/Outcome";
import { HomeButton } from "./HomeButton";

export function ForbiddenPage() {
  const { t } = useTranslation();
  return (
    <Outcome
      kind="forbidden"
      title={t("shell.forbidden.title")}
      hint={t("shell.forbidden.hint")}
      action={<HomeButton />}
    />
  );
}
