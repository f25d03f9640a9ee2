import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Role } from "../queries";
import styles from "./InviteRows.module.css";

export interface InviteRow {
  name?: string;
  email?: string;
  role: Role;
}

const ROLES: Role[] = ["rep", "manager", "admin", "collaborator", "viewer"];
const MOST = 20;

/** Rows of name, e-mail and role in the form list `rows`. Empty rows are left out; half a row is asked for. */
export function InviteRows() {
  const { t } = useTranslation();
  const roles = ROLES.map((role) => ({ value: role, label: t(`common.role.${role}`) }));
  const half = (other: "name" | "email", at: number) => [
    ({ getFieldValue }: { getFieldValue: (name: (string | number)[]) => unknown }) => ({
      required: Boolean(getFieldValue(["rows", at, other])),
      message: t("auth.field.needed"),
    }),
  ];
  return (
    <Form.List name="rows">
      {(fields, { add, remove }) => (
        <div className={styles.rows}>
          {fields.map(({ key, name }) => (
            <fieldset key={key} className={styles.row}>
              <legend className="gp-visually-hidden">
                {t("auth.sign_up.team.person", { number: name + 1 })}
              </legend>
              <Form.Item name={[name, "name"]} rules={half("email", name)} className={styles.name}>
                <Input
                  placeholder={t("auth.sign_up.team.name")}
                  aria-label={t("auth.sign_up.team.name")}
                  maxLength={80}
                />
              </Form.Item>
              <Form.Item
                name={[name, "email"]}
                rules={[...half("name", name), { type: "email", message: t("auth.field.email_wrong") }]}
                className={styles.email}
              >
                <Input
                  type="email"
                  inputMode="email"
                  maxLength={320}
                  placeholder={t("auth.field.email")}
                  aria-label={t("auth.field.email")}
                />
              </Form.Item>
              <Form.Item name={[name, "role"]} className={styles.role}>
                <Select options={roles} aria-label={t("auth.sign_up.team.role")} />
              </Form.Item>
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t("auth.sign_up.team.remove", { number: name + 1 })}
                onClick={() => remove(name)}
              />
            </fieldset>
          ))}
          <Button
            type="dashed"
            icon={<PlusOutlined />}
            disabled={fields.length >= MOST}
            onClick={() => add({ role: "rep" })}
          >
            {t("auth.sign_up.team.add")}
          </Button>
        </div>
      )}
    </Form.List>
  );
}
