import { RightOutlined } from "@ant-design/icons";
import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import { Mark } from "../Mark";
import type { Member } from "../setup/types";
import styles from "./MemberTree.module.css";
import type { TreeRow } from "./tree";

interface MemberTreeProps {
  rows: TreeRow[];
  /** Found ones are shown without their place in the tree. */
  isFlat: boolean;
  onOpen?: (member: Member) => void;
}

const DEEPEST_SHOWN = 6;

export function MemberTree({ rows, isFlat, onOpen }: MemberTreeProps) {
  const { t } = useTranslation();
  if (rows.length === 0) return <p className={styles.none}>{t("settings.members.none_found")}</p>;
  return (
    <ul className={styles.tree} aria-label={t("settings.members.tree")}>
      {rows.map(({ member, depth, reports }) => (
        <li
          key={member.id}
          className={styles.row}
          style={{ "--depth": isFlat ? 0 : Math.min(depth, DEEPEST_SHOWN) } as CSSProperties}
        >
          <span className={styles.words}>
            <span className={styles.title}>
              {onOpen ? (
                <button type="button" className={styles.open} onClick={() => onOpen(member)}>
                  {member.name}
                </button>
              ) : (
                <span className={styles.name}>{member.name}</span>
              )}
              <Mark>{t(`common.role.${member.role}`)}</Mark>
              {member.status !== "active" && (
                <Mark tone="line">{t(`settings.members.status.${member.status}`)}</Mark>
              )}
            </span>
            <span className={styles.about}>
              {member.email ?? t("settings.members.no_email")}
              {member.region && ` · ${member.region}`}
              {(isFlat || depth === 0) && member.supervisor_name
                ? ` · ${t("settings.members.reports_to", { name: member.supervisor_name })}`
                : ""}
              {reports > 0 && ` · ${t("settings.members.reports", { count: reports })}`}
            </span>
          </span>
          {onOpen && <RightOutlined className={styles.arrow} aria-hidden="true" />}
        </li>
      ))}
    </ul>
  );
}
