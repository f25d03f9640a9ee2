import { SearchOutlined, UserAddOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "../../auth/queries";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Page } from "../../ui/Page";
import { PageSkeleton } from "../../ui/PageSkeleton";
import styles from "../settings.module.css";
import { InviteDialog } from "./InviteDialog";
import { MemberDrawer } from "./MemberDrawer";
import { MemberTree } from "./MemberTree";
import { useMembers } from "./queries";
import { found, treeRows } from "./tree";

export function Component() {
  const { t } = useTranslation();
  const mayWrite = useMay()("members.write");
  const members = useMembers();
  const [words, setWords] = useState("");
  const [isInviting, setInviting] = useState(false);
  const [openId, setOpenId] = useState<string | null>(null);
  if (members.isPending) return <PageSkeleton />;
  const all = members.data ?? [];
  const rows = found(treeRows(all), words);
  const open = all.find((each) => each.id === openId);
  return (
    <Page
      title={t("settings.section.members.name")}
      lead={t("settings.section.members.hint")}
      extra={
        mayWrite && (
          <Button type="primary" icon={<UserAddOutlined />} onClick={() => setInviting(true)}>
            {t("settings.members.invite")}
          </Button>
        )
      }
    >
      <ErrorNotice error={members.error} onRetry={() => void members.refetch()} />
      <div className={styles.stack}>
        <Input
          allowClear
          prefix={<SearchOutlined />}
          value={words}
          placeholder={t("settings.members.search")}
          aria-label={t("settings.members.search")}
          onChange={(event) => setWords(event.target.value)}
        />
        <MemberTree
          rows={rows}
          isFlat={words.trim() !== ""}
          onOpen={mayWrite ? (member) => setOpenId(member.id) : undefined}
        />
      </div>
      {isInviting && <InviteDialog members={all} onClose={() => setInviting(false)} />}
      {open && <MemberDrawer key={open.id} member={open} members={all} onClose={() => setOpenId(null)} />}
    </Page>
  );
}
