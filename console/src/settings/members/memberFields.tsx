import { Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { type Role, useMe } from "../../auth/queries";
import type { Member } from "../setup/types";

const ROLES: Role[] = ["owner", "admin", "manager", "rep", "collaborator", "viewer"];

/** Only an owner makes another one. */
export function RoleField({ isOwner = false }: { isOwner?: boolean }) {
  const { t } = useTranslation();
  const mayMakeOwners = useMe().data?.actor.role === "owner";
  const offered = ROLES.filter((role) => role !== "owner" || mayMakeOwners || isOwner);
  return (
    <Form.Item name="role" label={t("settings.members.role")}>
      <Select
        disabled={isOwner && !mayMakeOwners}
        options={offered.map((role) => ({ value: role, label: t(`common.role.${role}`) }))}
      />
    </Form.Item>
  );
}

export function SupervisorField({ members }: { members: Member[] }) {
  const { t } = useTranslation();
  return (
    <Form.Item name="supervisor_id" label={t("settings.members.supervisor")}>
      <Select
        allowClear
        showSearch={{ optionFilterProp: "label" }}
        placeholder={t("settings.members.no_supervisor")}
        options={members.map((each) => ({ value: each.id, label: each.name }))}
      />
    </Form.Item>
  );
}

export function MemberNameField() {
  const { t } = useTranslation();
  return (
    <Form.Item
      name="name"
      label={t("settings.members.name")}
      rules={[{ required: true, whitespace: true, message: t("settings.needed") }]}
      validateTrigger="onBlur"
    >
      <Input maxLength={80} autoComplete="off" />
    </Form.Item>
  );
}

export function MemberEmailField() {
  const { t } = useTranslation();
  return (
    <Form.Item
      name="email"
      label={t("settings.members.email")}
      rules={[{ required: true, type: "email", message: t("auth.field.email_wrong") }]}
      validateTrigger="onBlur"
    >
      <Input type="email" inputMode="email" maxLength={320} autoComplete="off" />
    </Form.Item>
  );
}

export function RegionField() {
  const { t } = useTranslation();
  return (
    <Form.Item name="region" label={t("settings.members.region")} extra={t("settings.members.region_hint")}>
      <Input maxLength={80} autoComplete="off" />
    </Form.Item>
  );
}
