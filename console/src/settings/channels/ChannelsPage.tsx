import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMay } from "../../auth/queries";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Page } from "../../ui/Page";
import { PageSkeleton } from "../../ui/PageSkeleton";
import { ChannelGroup } from "./ChannelGroup";
import { useChannels } from "./queries";

export function Component() {
  const { t } = useTranslation();
  const mayKeep = useMay()("channels.write");
  const channels = useChannels();
  if (channels.isPending) return <PageSkeleton />;
  const all = channels.data ?? [];
  return (
    <Page
      title={t("settings.section.channels.name")}
      lead={t("settings.section.channels.hint")}
      extra={<Link to="/inbox/preferences">{t("settings.channels.to_preferences")}</Link>}
    >
      <ErrorNotice error={channels.error} onRetry={() => void channels.refetch()} />
      {mayKeep && (
        <ChannelGroup scope="workspace" channels={all.filter((each) => each.scope === "workspace")} />
      )}
      <ChannelGroup scope="member" channels={all.filter((each) => each.scope === "member")} />
    </Page>
  );
}
