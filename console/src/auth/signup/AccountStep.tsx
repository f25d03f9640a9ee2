import { Button, Form } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { PlainForm } from "../../ui/PlainForm";
import { useFieldProblems } from "../../ui/useFieldProblems";
import { FormHeading } from "../FormHeading";
import { EmailField, NameField, NewPasswordField } from "../fields";
import { type AccountDraft, useSignUpDraft } from "./draft";

export function Component() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const draft = useSignUpDraft();
  const [form] = Form.useForm<AccountDraft>();
  const problem = useFieldProblems(form, draft.refusal);
  const submit = (account: AccountDraft) => {
    draft.keepAccount({ ...account, company: account.company.trim(), name: account.name.trim() });
    draft.refuse(null);
    void navigate("/signup/pack");
  };
  return (
    <>
      <FormHeading title={t("auth.sign_up.account.title")}>
        {t("auth.sign_up.account.registered")} <Link to="/login">{t("auth.sign_in.submit")}</Link>
      </FormHeading>
      <ErrorNotice error={problem} />
      <PlainForm form={form} initialValues={draft.account ?? undefined} onFinish={submit}>
        <NameField
          name="company"
          label={t("auth.sign_up.account.company")}
          placeholder={t("auth.sign_up.account.company_example")}
          autoComplete="organization"
          autoFocus
        />
        <NameField name="name" label={t("auth.sign_up.account.name")} autoComplete="name" />
        <EmailField label={t("auth.sign_up.account.email")} />
        <NewPasswordField label={t("auth.field.password")} />
        <Button type="primary" htmlType="submit" size="large" block>
          {t("auth.sign_up.account.submit")}
        </Button>
      </PlainForm>
    </>
  );
}
