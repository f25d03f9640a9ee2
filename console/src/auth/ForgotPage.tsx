import { Button, Form } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ErrorNotice } from "../ui/ErrorNotice";
import { PlainForm } from "../ui/PlainForm";
import { useFieldProblems } from "../ui/useFieldProblems";
import { AuthFrame } from "./AuthFrame";
import { FormHeading } from "./FormHeading";
import { EmailField } from "./fields";
import { LetterPicture } from "./pictures/LetterPicture";
import { useForgotPassword } from "./queries";

export function Component() {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ email: string }>();
  const forgot = useForgotPassword();
  const problem = useFieldProblems(form, forgot.error);
  const back = <Link to="/login">{t("auth.to_sign_in")}</Link>;
  return (
    <AuthFrame picture={<LetterPicture />} caption={t("auth.forgot.caption")}>
      {forgot.isSuccess ? (
        <>
          <FormHeading key="sent" title={t("auth.forgot.sent")}>
            {t("auth.forgot.sent_hint", { email: forgot.variables.email })}
          </FormHeading>
          {back}
        </>
      ) : (
        <>
          <FormHeading key="ask" title={t("auth.forgot.title")}>
            {t("auth.forgot.hint")}
          </FormHeading>
          <ErrorNotice error={problem} />
          <PlainForm form={form} onFinish={(fields) => forgot.mutate(fields)}>
            <EmailField autoFocus />
            <Button type="primary" htmlType="submit" size="large" block loading={forgot.isPending}>
              {t("auth.forgot.submit")}
            </Button>
          </PlainForm>
          {back}
        </>
      )}
    </AuthFrame>
  );
}
