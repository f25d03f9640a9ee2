import { DatePicker, Form, Input, Modal, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useTranslation } from "react-i18next";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { PlainForm } from "../../ui/PlainForm";
import { useFieldProblems } from "../../ui/useFieldProblems";
import styles from "../settings.module.css";
import { NewKey } from "./NewKey";
import { type NewApiKey, useCreateApiKey } from "./queries";

interface Values {
  name: string;
  role: NonNullable<NewApiKey["role"]>;
  expires_at?: Dayjs | null;
}

const ROLES = ["admin", "manager", "rep", "collaborator", "viewer"] as const;

export function CreateKeyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const create = useCreateApiKey();
  const problem = useFieldProblems(form, create.error);
  if (create.data) return <NewKey apiKey={create.data} onClose={onClose} />;
  const submit = ({ name, role, expires_at }: Values) =>
    create.mutate({ name: name.trim(), role, expires_at: expires_at?.endOf("day").toISOString() ?? null });
  return (
    <Modal
      open
      mask={{ closable: false }}
      title={t("settings.keys.create")}
      okText={t("settings.keys.create_submit")}
      confirmLoading={create.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <PlainForm className={styles.inDialog} form={form} initialValues={{ role: "rep" }} onFinish={submit}>
        <ErrorNotice error={problem} />
        <Form.Item
          name="name"
          label={t("settings.keys.name")}
          rules={[{ required: true, whitespace: true, message: t("settings.needed") }]}
          validateTrigger="onBlur"
        >
          <Input maxLength={80} autoFocus placeholder={t("settings.keys.name_example")} />
        </Form.Item>
        <Form.Item name="role" label={t("settings.members.role")} extra={t("settings.keys.role_hint")}>
          <Select options={ROLES.map((role) => ({ value: role, label: t(`common.role.${role}`) }))} />
        </Form.Item>
        <Form.Item
          name="expires_at"
          label={t("settings.keys.expires")}
          extra={t("settings.keys.expires_hint")}
        >
          <DatePicker minDate={dayjs()} placeholder={t("settings.keys.endless")} />
        </Form.Item>
        <button type="submit" hidden />
      </PlainForm>
    </Modal>
  );
}
