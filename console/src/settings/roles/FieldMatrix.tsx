import { Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useIsPhone } from "../../ui/useMediaQuery";
import type { Workspace } from "../setup/types";
import type { SetupDraft } from "../setup/useSetupDraft";
import { AccessSelect } from "./AccessSelect";
import { accessOf, BUILT_IN_FIELDS, LIMITED_ROLES, type Permissions, withAccess } from "./fieldAccess";
import type { RoleId, Roles } from "./queries";
import styles from "./roles.module.css";

interface FieldMatrixProps {
  draft: SetupDraft<Permissions>;
  workspace: Workspace;
  roles: Roles;
}

/** Fields by roles; on a phone one role at a time. */
export function FieldMatrix({ draft, workspace, roles }: FieldMatrixProps) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const [chosen, setChosen] = useState<RoleId>("rep");
  const known = roles.items.filter((role) => LIMITED_ROLES.includes(role.id));
  const shown = isPhone ? known.filter((role) => role.id === chosen) : known;
  const fields = [
    ...BUILT_IN_FIELDS.map((id) => ({ id, name: t(`settings.builtin.${id}`) })),
    ...workspace.fields.filter((field) => !field.archived).map(({ id, name }) => ({ id, name })),
  ];
  return (
    <div className={styles.tab}>
      <p className={styles.hint}>{t("settings.roles.fields_hint")}</p>
      {isPhone && (
        <div className={styles.scroll}>
          <Segmented<RoleId>
            aria-label={t("settings.members.role")}
            value={chosen}
            options={known.map((role) => ({ value: role.id, label: t(`common.role.${role.id}`) }))}
            onChange={setChosen}
          />
        </div>
      )}
      <div className={styles.scroll}>
        <table className={styles.matrix}>
          <thead>
            <tr>
              <th scope="col">{t("settings.roles.field")}</th>
              {shown.map((role) => (
                <th key={role.id} scope="col">
                  {t(`common.role.${role.id}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr key={field.id}>
                <th scope="row">{field.name}</th>
                {shown.map((role) => {
                  const mayWrite = role.permissions.includes("leads.write");
                  return (
                    <td key={role.id}>
                      <AccessSelect
                        label={`${t(`common.role.${role.id}`)} · ${field.name}`}
                        value={accessOf(draft.value, role.id, field.id, mayWrite)}
                        mayWrite={mayWrite}
                        onChange={(access) =>
                          draft.change(withAccess(draft.value, role.id, field.id, access))
                        }
                      />
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
