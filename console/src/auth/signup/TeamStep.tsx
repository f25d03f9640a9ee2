import { Button, Form } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useNavigate } from "react-router";
import { PlainForm } from "../../ui/PlainForm";
import { problemText } from "../../ui/problems";
import styles from "../auth.module.css";
import { FormHeading } from "../FormHeading";
import { useInviteMember, useMe } from "../queries";
import { useSession } from "../useSession";
import { type InviteRow, InviteRows } from "./InviteRows";

interface Fields {
  rows: InviteRow[];
}

const THREE_EMPTY: Fields = { rows: [{ role: "rep" }, { role: "rep" }, { role: "manager" }] };

export function Component() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const session = useSession();
  const me = useMe();
  const [form] = Form.useForm<Fields>();
  const invite = useInviteMember();
  const [sent, setSent] = useState<string[]>([]);
  const [isSending, setSending] = useState(false);
  if (session === "out") return <Navigate to="/login" replace />;

  /** One after the other; rows that were refused stay, with the reason beside them. */
  const submit = async ({ rows }: Fields) => {
    setSending(true);
    const refused: { row: InviteRow; reason: string }[] = [];
    for (const row of rows) {
      if (!row.email || !row.name || sent.includes(row.email)) continue;
      try {
        await invite.mutateAsync({ name: row.name.trim(), email: row.email.trim(), role: row.role });
        setSent((before) => [...before, row.email ?? ""]);
      } catch (error) {
        refused.push({ row, reason: problemText(error, t) });
      }
    }
    setSending(false);
    if (refused.length === 0) {
      void navigate("/", { replace: true });
      return;
    }
    form.setFieldsValue({ rows: refused.map(({ row }) => row) });
    form.setFields(refused.map(({ reason }, at) => ({ name: ["rows", at, "email"], errors: [reason] })));
  };

  return (
    <>
      <FormHeading title={t("auth.sign_up.team.title")}>
        {t("auth.sign_up.team.hint", { workspace: me.data?.workspace.name ?? "" })}
      </FormHeading>
      {sent.length > 0 && <p role="status">{t("auth.sign_up.team.sent", { count: sent.length })}</p>}
      <PlainForm form={form} initialValues={THREE_EMPTY} onFinish={submit}>
        <InviteRows />
        <div className={styles.actions}>
          <Button size="large" type="text" onClick={() => void navigate("/", { replace: true })}>
            {t("auth.sign_up.team.skip")}
          </Button>
          <Button type="primary" htmlType="submit" size="large" loading={isSending}>
            {t("auth.sign_up.team.submit")}
          </Button>
        </div>
      </PlainForm>
    </>
  );
}
