import { Button, Form } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useSearchParams } from "react-router";
import { isProblem } from "../api/problem";
import { ErrorNotice } from "../ui/ErrorNotice";
import { PlainForm } from "../ui/PlainForm";
import { useFieldProblems } from "../ui/useFieldProblems";
import { AuthFrame } from "./AuthFrame";
import { FormHeading } from "./FormHeading";
import { NewPasswordField } from "./fields";
import { LetterPicture } from "./pictures/LetterPicture";
import { useResetPassword } from "./queries";

/** Opened from the letter: `/reset?token=...`. */
export function Component() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const token = useSearchParams()[0].get("token");
  const [form] = Form.useForm<{ password: string }>();
  const reset = useResetPassword();
  const problem = useFieldProblems(form, reset.error);
  const isLinkDead = !token || isProblem(reset.error, "link_ended");
  const submit = ({ password }: { password: string }) =>
    token && reset.mutate({ token, password }, { onSuccess: () => void navigate("/") });
  return (
    <AuthFrame picture={<LetterPicture />} caption={t("auth.reset.caption")}>
      {isLinkDead ? (
        <>
          <FormHeading key="dead" title={t("auth.link_dead.title")}>
            {t("auth.link_dead.reset")}
          </FormHeading>
          <Link to="/forgot">{t("auth.link_dead.ask_again")}</Link>
        </>
      ) : (
        <>
          <FormHeading key="set" title={t("auth.reset.title")}>
            {t("auth.reset.hint")}
          </FormHeading>
          <ErrorNotice error={problem} />
          <PlainForm form={form} onFinish={submit}>
            <NewPasswordField />
            <Button type="primary" htmlType="submit" size="large" block loading={reset.isPending}>
              {t("auth.reset.submit")}
            </Button>
          </PlainForm>
        </>
      )}
    </AuthFrame>
  );
}
