import { App, Form, Modal } from "antd";
import { useTranslation } from "react-i18next";
import type { Role } from "../../auth/queries";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { PlainForm } from "../../ui/PlainForm";
import { useFieldProblems } from "../../ui/useFieldProblems";
import styles from "../settings.module.css";
import type { Member } from "../setup/types";
import { InviteLink } from "./InviteLink";
import { MemberEmailField, MemberNameField, RegionField, RoleField, SupervisorField } from "./memberFields";
import { useInvite } from "./queries";

interface Values {
  name: string;
  email: string;
  role: Role;
  supervisor_id?: string;
  region?: string;
}

export function InviteDialog({ members, onClose }: { members: Member[]; onClose: () => void }) {
  const { t } = useTranslation();
  const { message, notification } = App.useApp();
  const [form] = Form.useForm<Values>();
  const invite = useInvite();
  const problem = useFieldProblems(form, invite.error);
  const submit = (values: Values) =>
    invite.mutate(
      {
        name: values.name.trim(),
        email: values.email.trim(),
        role: values.role,
        supervisor_id: values.supervisor_id ?? null,
        region: values.region?.trim() || null,
      },
      {
        onSuccess: (member) => {
          if (member.invite_link) return;
          if (member.invite_sent)
            void message.success(t("settings.members.invited", { email: member.email }));
          else notification.warning({ title: t("settings.members.not_sent"), duration: 0 });
          onClose();
        },
      },
    );
  const added = invite.data;
  if (added?.invite_link) return <InviteLink name={added.name} link={added.invite_link} onClose={onClose} />;
  return (
    <Modal
      open
      mask={{ closable: false }}
      title={t("settings.members.invite")}
      okText={t("settings.members.send_invite")}
      confirmLoading={invite.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <PlainForm className={styles.inDialog} form={form} initialValues={{ role: "rep" }} onFinish={submit}>
        <ErrorNotice error={problem} />
        <MemberNameField />
        <MemberEmailField />
        <RoleField />
        <SupervisorField members={members} />
        <RegionField />
        <button type="submit" hidden />
      </PlainForm>
    </Modal>
  );
}
