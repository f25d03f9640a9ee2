import { Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useSearchParams } from "react-router";
import { ErrorNotice } from "../ui/ErrorNotice";
import { PlainForm } from "../ui/PlainForm";
import { useFieldProblems } from "../ui/useFieldProblems";
import { AuthFrame } from "./AuthFrame";
import styles from "./auth.module.css";
import { FormHeading } from "./FormHeading";
import { EmailField } from "./fields";
import { safeNext } from "./next";
import { LinePicture } from "./pictures/LinePicture";
import { useSignIn } from "./queries";

interface Fields {
  email: string;
  password: string;
}

export function Component() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const next = safeNext(useSearchParams()[0].get("next"));
  const [form] = Form.useForm<Fields>();
  const signIn = useSignIn();
  const problem = useFieldProblems(form, signIn.error);
  const submit = (fields: Fields) => signIn.mutate(fields, { onSuccess: () => void navigate(next) });
  return (
    <AuthFrame picture={<LinePicture />} caption={t("auth.sign_in.caption")}>
      <FormHeading title={t("auth.sign_in.title")}>
        {t("auth.sign_in.no_account")} <Link to="/signup">{t("auth.sign_in.to_sign_up")}</Link>
      </FormHeading>
      <ErrorNotice error={problem} />
      <PlainForm form={form} onFinish={submit}>
        <EmailField autoFocus />
        <Form.Item
          name="password"
          label={
            <span className={styles.labelled}>
              {t("auth.field.password")}
              <Link to="/forgot">{t("auth.sign_in.to_forgot")}</Link>
            </span>
          }
          rules={[{ required: true, message: t("auth.field.needed") }]}
        >
          <Input.Password size="large" autoComplete="current-password" maxLength={200} />
        </Form.Item>
        <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>
          {t("auth.sign_in.submit")}
        </Button>
      </PlainForm>
    </AuthFrame>
  );
}
