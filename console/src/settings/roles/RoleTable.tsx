import { CheckOutlined } from "@ant-design/icons";
import { Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useIsPhone } from "../../ui/useMediaQuery";
import { known } from "../changes/words";
import type { RoleId, Roles } from "./queries";
import styles from "./roles.module.css";

/** What each role may do, grouped by what it is about; on a phone one role at a time. */
export function RoleTable({ roles }: { roles: Roles }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const [chosen, setChosen] = useState<RoleId>("rep");
  const shown = isPhone ? roles.items.filter((role) => role.id === chosen) : roles.items;
  const groups = [...new Set(roles.permissions.map((each) => groupOf(each.id)))];
  return (
    <div className={styles.tab}>
      {isPhone && (
        <div className={styles.scroll}>
          <Segmented<RoleId>
            aria-label={t("settings.members.role")}
            value={chosen}
            options={roles.items.map((role) => ({ value: role.id, label: t(`common.role.${role.id}`) }))}
            onChange={setChosen}
          />
        </div>
      )}
      <div className={styles.scroll}>
        <table className={styles.matrix}>
          <thead>
            <tr>
              <th scope="col">{t("settings.roles.permission")}</th>
              {shown.map((role) => (
                <th key={role.id} scope="col">
                  {t(`common.role.${role.id}`)}
                  <span className={styles.about}>{role.description}</span>
                </th>
              ))}
            </tr>
          </thead>
          {groups.map((group) => (
            <tbody key={group}>
              <tr>
                <th scope="rowgroup" colSpan={shown.length + 1} className={styles.group}>
                  {known(t, `settings.roles.group.${group}`) ?? group}
                </th>
              </tr>
              {roles.permissions
                .filter((each) => groupOf(each.id) === group)
                .map((permission) => (
                  <tr key={permission.id}>
                    <th scope="row">{permission.description}</th>
                    {shown.map((role) => (
                      <td key={role.id}>
                        {permission.roles.includes(role.id) ? (
                          <CheckOutlined className={styles.may} aria-label={t("settings.yes")} />
                        ) : (
                          <span className={styles.not}>
                            <span aria-hidden="true">–</span>
                            <span className="gp-visually-hidden">{t("settings.no")}</span>
                          </span>
                        )}
                      </td>
                    ))}
                  </tr>
                ))}
            </tbody>
          ))}
        </table>
      </div>
    </div>
  );
}

function groupOf(permission: string): string {
  return permission.split(".")[0] ?? permission;
}
