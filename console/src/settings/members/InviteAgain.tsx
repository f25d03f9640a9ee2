import { App, Button, Form } from "antd";
import { useTranslation } from "react-i18next";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { PlainForm } from "../../ui/PlainForm";
import { useFieldProblems } from "../../ui/useFieldProblems";
import styles from "../settings.module.css";
import type { Member } from "../setup/types";
import { InviteLink } from "./InviteLink";
import { MemberEmailField } from "./memberFields";
import { useInviteAgain } from "./queries";

/** For who has not joined: the letter once more, or the first one to somebody out of an import. */
export function InviteAgain({ member }: { member: Member }) {
  const { t } = useTranslation();
  const { message, notification } = App.useApp();
  const [form] = Form.useForm<{ email: string }>();
  const invite = useInviteAgain();
  const problem = useFieldProblems(form, invite.error);
  const isPending = member.status === "pending";
  const submit = (values: { email?: string }) =>
    invite.mutate(
      { id: member.id, email: isPending ? (values.email?.trim() ?? null) : null },
      {
        onSuccess: ({ email, invite_sent, invite_link }) => {
          if (invite_link) return;
          if (invite_sent) void message.success(t("settings.members.invited", { email }));
          else notification.warning({ title: t("settings.members.not_sent"), duration: 0 });
        },
      },
    );
  return (
    <section className={styles.card}>
      <p>{t(isPending ? "settings.members.pending_hint" : "settings.members.invited_hint")}</p>
      <ErrorNotice error={problem} />
      <PlainForm form={form} initialValues={{ email: member.email ?? "" }} onFinish={submit}>
        {isPending && <MemberEmailField />}
        <Button htmlType="submit" loading={invite.isPending}>
          {t(isPending ? "settings.members.send_invite" : "settings.members.send_again")}
        </Button>
      </PlainForm>
      {invite.data?.invite_link && (
        <InviteLink name={member.name} link={invite.data.invite_link} onClose={() => invite.reset()} />
      )}
    </section>
  );
}
