import { Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import styles from "./auth.module.css";

/** The API's own bounds. */
const SHORTEST_PASSWORD = 10;
const LONGEST_PASSWORD = 200;

export function EmailField({ label, autoFocus }: { label?: string; autoFocus?: boolean }) {
  const { t } = useTranslation();
  return (
    <Form.Item
      name="email"
      label={label ?? t("auth.field.email")}
      rules={[{ required: true, type: "email", message: t("auth.field.email_wrong") }]}
      validateTrigger="onBlur"
    >
      <Input
        type="email"
        size="large"
        autoComplete="username"
        inputMode="email"
        maxLength={320}
        autoFocus={autoFocus}
        placeholder={t("auth.field.email_example")}
      />
    </Form.Item>
  );
}

export function NewPasswordField({ label }: { label?: string }) {
  const { t } = useTranslation();
  const message = t("auth.field.password_short", { count: SHORTEST_PASSWORD });
  return (
    <Form.Item
      name="password"
      className={styles.hinted}
      label={label ?? t("auth.field.new_password")}
      extra={t("auth.field.password_hint", { count: SHORTEST_PASSWORD })}
      rules={[{ required: true, min: SHORTEST_PASSWORD, message }]}
      validateTrigger="onBlur"
    >
      <Input.Password size="large" autoComplete="new-password" maxLength={LONGEST_PASSWORD} />
    </Form.Item>
  );
}

export function NameField({ name, label, placeholder, autoFocus, optional, autoComplete }: NameFieldProps) {
  const { t } = useTranslation();
  return (
    <Form.Item
      name={name}
      label={label}
      rules={[{ required: !optional, whitespace: true, message: t("auth.field.needed") }]}
      validateTrigger="onBlur"
    >
      <Input
        size="large"
        maxLength={80}
        autoFocus={autoFocus}
        autoComplete={autoComplete}
        placeholder={placeholder}
      />
    </Form.Item>
  );
}

interface NameFieldProps {
  name: string;
  label: string;
  placeholder?: string;
  autoFocus?: boolean;
  optional?: boolean;
  autoComplete?: string;
}
