import { App, Button, Form, Input } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "../../api/problem";
import { NewPasswordField } from "../../auth/fields";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { PlainForm } from "../../ui/PlainForm";
import { useFieldProblems } from "../../ui/useFieldProblems";
import { SettingCard } from "../SettingCard";
import styles from "../settings.module.css";
import { useChangePassword } from "./queries";

interface Values {
  current_password: string;
  password: string;
}

export function PasswordForm({ email }: { email: string }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const change = useChangePassword();
  const isWrong = isProblem(change.error, "credentials_wrong");
  const isWeak = isProblem(change.error, "password_weak");
  const problem = useFieldProblems(form, isWrong || isWeak ? null : change.error);
  useEffect(() => {
    if (isWrong)
      form.setFields([{ name: "current_password", errors: [t("settings.profile.password_wrong")] }]);
    if (isWeak && isProblem(change.error))
      form.setFields([{ name: "password", errors: [change.error.detail] }]);
  }, [form, isWrong, isWeak, change.error, t]);
  const submit = ({ current_password, password }: Values) =>
    change.mutate(
      { current_password, new_password: password },
      {
        onSuccess: () => {
          form.resetFields();
          void message.success(t("settings.profile.password_changed"));
        },
      },
    );
  return (
    <SettingCard title={t("settings.profile.password")} hint={t("settings.profile.password_hint")}>
      <PlainForm className={styles.narrow} form={form} onFinish={submit}>
        <ErrorNotice error={problem} />
        {/* For password managers: whose password this is. */}
        <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
        <Form.Item
          name="current_password"
          label={t("settings.profile.current_password")}
          rules={[{ required: true, message: t("settings.needed") }]}
          validateTrigger="onBlur"
        >
          <Input.Password size="large" maxLength={200} autoComplete="current-password" />
        </Form.Item>
        <NewPasswordField />
        <Button htmlType="submit" loading={change.isPending}>
          {t("settings.profile.password_submit")}
        </Button>
      </PlainForm>
    </SettingCard>
  );
}
