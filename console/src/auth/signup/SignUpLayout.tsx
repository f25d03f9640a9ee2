import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Outlet, useLocation } from "react-router";
import { AuthFrame } from "../AuthFrame";
import { CompanyPicture } from "../pictures/CompanyPicture";
import { PipelinePicture } from "../pictures/PipelinePicture";
import { TeamPicture } from "../pictures/TeamPicture";
import { type AccountDraft, SignUpContext, type SignUpDraft } from "./draft";
import { STEPS, StepsLine } from "./StepsLine";

const PICTURES = { account: <CompanyPicture />, pack: <PipelinePicture />, team: <TeamPicture /> };

export function Component() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const [account, setAccount] = useState<AccountDraft | null>(null);
  const [pack, setPack] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<unknown>(null);
  const draft = useMemo<SignUpDraft>(
    () => ({ account, pack, refusal, keepAccount: setAccount, keepPack: setPack, refuse: setRefusal }),
    [account, pack, refusal],
  );
  const step = STEPS.find((each) => pathname === `/signup/${each}`) ?? "account";
  return (
    <SignUpContext value={draft}>
      <AuthFrame
        picture={PICTURES[step]}
        caption={t(`auth.sign_up.${step}.caption`)}
        wide={step !== "account"}
        steps={<StepsLine current={step} />}
      >
        <Outlet />
      </AuthFrame>
    </SignUpContext>
  );
}
