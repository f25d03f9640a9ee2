import { Button, Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { Navigate, useNavigate } from "react-router";
import { isProblem } from "../../api/problem";
import { currentLanguage } from "../../i18n/language";
import { ErrorNotice } from "../../ui/ErrorNotice";
import styles from "../auth.module.css";
import { FormHeading } from "../FormHeading";
import { usePacks, useSignUp } from "../queries";
import { useSignUpDraft } from "./draft";
import { PackCard } from "./PackCard";
import cards from "./PackCard.module.css";
import { localTimezone } from "./timezone";

/** Refusals that are about what the first step asked for. */
const ABOUT_THE_ACCOUNT = new Set(["email_taken", "password_weak", "invalid"]);

export function Component() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const draft = useSignUpDraft();
  const packs = usePacks();
  const signUp = useSignUp();
  const items = packs.data?.items ?? [];
  const chosen = items.find((pack) => pack.id === draft.pack) ?? items[0];
  const { account } = draft;
  if (!account) return <Navigate to="/signup" replace />;
  const submit = () => {
    if (!chosen) return;
    const body = { ...account, pack: chosen.id, locale: currentLanguage(), timezone: localTimezone() };
    signUp.mutate(body, {
      onSuccess: () => void navigate("/signup/team", { replace: true }),
      onError: (error) => {
        if (!isProblem(error) || !ABOUT_THE_ACCOUNT.has(error.code)) return;
        draft.refuse(error);
        void navigate("/signup");
      },
    });
  };
  return (
    <>
      <FormHeading title={t("auth.sign_up.pack.title")}>{t("auth.sign_up.pack.hint")}</FormHeading>
      {packs.isPending && <Skeleton active paragraph={{ rows: 8 }} />}
      <ErrorNotice error={packs.error} onRetry={() => void packs.refetch()} />
      <fieldset className={cards.cards}>
        <legend className="gp-visually-hidden">{t("auth.sign_up.pack.title")}</legend>
        {items.map((pack) => (
          <PackCard key={pack.id} pack={pack} isChosen={pack.id === chosen?.id} onChoose={draft.keepPack} />
        ))}
      </fieldset>
      <ErrorNotice error={signUp.error} />
      <div className={styles.actions}>
        <Button size="large" onClick={() => void navigate("/signup")}>
          {t("common.back")}
        </Button>
        <Button type="primary" size="large" loading={signUp.isPending} disabled={!chosen} onClick={submit}>
          {t("auth.sign_up.pack.submit")}
        </Button>
      </div>
    </>
  );
}
