import { useTranslation } from "react-i18next";
import { Outcome } from "../ui/Outcome";
import { HomeButton } from "./HomeButton";

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Outcome
      kind="missing"
      title={t("shell.not_found.title")}
      hint={t("shell.not_found.hint")}
      action={<HomeButton />}
    />
  );
}
