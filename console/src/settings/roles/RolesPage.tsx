import { Tabs } from "antd";
import { useTranslation } from "react-i18next";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { PageSkeleton } from "../../ui/PageSkeleton";
import { SetupPage } from "../setup/SetupPage";
import { FieldMatrix } from "./FieldMatrix";
import { FIELD_ACCESS } from "./fieldAccess";
import { useRoles } from "./queries";
import { RoleTable } from "./RoleTable";

export function Component() {
  const { t } = useTranslation();
  const roles = useRoles();
  return (
    <SetupPage
      title={t("settings.section.roles.name")}
      lead={t("settings.section.roles.hint")}
      section={FIELD_ACCESS}
      width="wide"
    >
      {(draft, workspace) => {
        if (roles.isPending) return <PageSkeleton />;
        if (roles.isError) return <ErrorNotice error={roles.error} onRetry={() => void roles.refetch()} />;
        return (
          <Tabs
            items={[
              {
                key: "fields",
                label: t("settings.roles.fields"),
                children: <FieldMatrix draft={draft} workspace={workspace} roles={roles.data} />,
              },
              {
                key: "permissions",
                label: t("settings.roles.permissions"),
                children: <RoleTable roles={roles.data} />,
              },
            ]}
          />
        );
      }}
    </SetupPage>
  );
}
