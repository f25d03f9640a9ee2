import { App, Button, Drawer, Form } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "../../api/problem";
import { type Role, useMe } from "../../auth/queries";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { PlainForm } from "../../ui/PlainForm";
import { useFieldProblems } from "../../ui/useFieldProblems";
import { useIsPhone } from "../../ui/useMediaQuery";
import { StaleNotice } from "../changes/StaleNotice";
import styles from "../settings.module.css";
import type { Member } from "../setup/types";
import { InviteAgain } from "./InviteAgain";
import { MemberNameField, RegionField, RoleField, SupervisorField } from "./memberFields";
import { useChangeMember } from "./queries";
import { RemoveDialog } from "./RemoveDialog";
import { lineOf } from "./tree";

interface Values {
  name: string;
  role: Role;
  supervisor_id: string | null;
  region: string;
}

interface MemberDrawerProps {
  member: Member;
  members: Member[];
  onClose: () => void;
}

const valuesOf = ({ name, role, supervisor_id, region }: Member): Values => ({
  name,
  role,
  supervisor_id,
  region: region ?? "",
});

/** One member: role, supervisor, region; the invitation; the way out. */
export function MemberDrawer({ member, members, onClose }: MemberDrawerProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const isPhone = useIsPhone();
  const me = useMe().data;
  const [form] = Form.useForm<Values>();
  const [begun, setBegun] = useState(member);
  const [isRemoving, setRemoving] = useState(false);
  const change = useChangeMember();
  const isStale = isProblem(change.error, "stale_version");
  const problem = useFieldProblems(form, isStale ? null : change.error);
  const line = lineOf(members, member.id);
  const say = (values: Values) => ({
    [t("settings.members.name")]: values.name,
    [t("settings.members.role")]: t(`common.role.${values.role}`),
    [t("settings.members.supervisor")]:
      members.find((each) => each.id === values.supervisor_id)?.name ?? t("settings.change.none"),
    [t("settings.members.region")]: values.region || t("settings.change.none"),
  });
  const submit = (values: Values) =>
    change.mutate(
      {
        id: member.id,
        version: begun.version,
        body: {
          name: values.name.trim(),
          role: values.role,
          supervisor_id: values.supervisor_id ?? null,
          region: values.region.trim() || null,
        },
      },
      {
        onSuccess: () => {
          void message.success(t("settings.saved"));
          onClose();
        },
      },
    );
  const reload = () => {
    setBegun(member);
    form.setFieldsValue(valuesOf(member));
    change.reset();
  };
  const isSelf = me?.member?.id === member.id;
  return (
    <Drawer
      open
      title={member.name}
      size={isPhone ? "100%" : 420}
      mask={{ closable: false }}
      onClose={onClose}
      footer={
        <div className={styles.actions}>
          <Button type="primary" loading={change.isPending} onClick={() => form.submit()}>
            {t("settings.save")}
          </Button>
          {!isSelf && (
            <Button danger type="text" onClick={() => setRemoving(true)}>
              {t("settings.members.remove")}
            </Button>
          )}
        </div>
      }
    >
      <div className={styles.stack}>
        <p className={styles.note}>
          {member.email ?? t("settings.members.no_email")} · {t(`settings.members.status.${member.status}`)}
        </p>
        {member.status !== "active" && <InviteAgain member={member} />}
        <ErrorNotice error={problem} />
        {isStale && begun.version !== member.version && (
          <StaleNotice
            base={say(valuesOf(begun))}
            mine={say(form.getFieldsValue())}
            theirs={say(valuesOf(member))}
            onReload={reload}
          />
        )}
        <PlainForm form={form} initialValues={valuesOf(begun)} onFinish={submit}>
          <MemberNameField />
          <RoleField isOwner={member.role === "owner"} />
          <SupervisorField members={members.filter((each) => !line.has(each.id))} />
          <RegionField />
          <button type="submit" hidden />
        </PlainForm>
      </div>
      {isRemoving && (
        <RemoveDialog
          member={member}
          members={members}
          onClose={() => setRemoving(false)}
          onRemoved={onClose}
        />
      )}
    </Drawer>
  );
}
