import { BankOutlined, DownOutlined } from "@ant-design/icons";
import { App, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { useEnterWorkspace, useMe } from "../auth/queries";
import { problemText } from "../ui/problems";
import styles from "./WorkspaceSwitch.module.css";

/** The name of the workspace; for a member of several, a menu that opens another one. */
export function WorkspaceSwitch() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const me = useMe().data;
  const enter = useEnterWorkspace();
  if (!me) return null;
  const others = me.memberships.filter((each) => each.status === "active");
  const name = (
    <>
      <BankOutlined aria-hidden="true" />
      <span className={styles.name}>{me.workspace.name}</span>
    </>
  );
  if (others.length < 2) return <div className={styles.one}>{name}</div>;
  const open = (id: string) => {
    if (id === me.workspace.id) return;
    enter.mutate(id, { onError: (error) => void message.error(problemText(error, t)) });
  };
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        selectable: true,
        selectedKeys: [me.workspace.id],
        items: others.map(({ workspace }) => ({ key: workspace.id, label: workspace.name })),
        onClick: ({ key }) => open(key),
      }}
    >
      <button
        type="button"
        className={styles.many}
        aria-label={t("shell.switch_workspace", { name: me.workspace.name })}
        aria-busy={enter.isPending}
      >
        {name}
        <DownOutlined className={styles.arrow} aria-hidden="true" />
      </button>
    </Dropdown>
  );
}
