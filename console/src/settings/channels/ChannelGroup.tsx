import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "../settings.module.css";
import { ChannelCard } from "./ChannelCard";
import { ChannelDrawer } from "./ChannelDrawer";
import own from "./channels.module.css";
import type { Channel } from "./queries";

interface ChannelGroupProps {
  scope: Channel["scope"];
  channels: Channel[];
}

export function ChannelGroup({ scope, channels }: ChannelGroupProps) {
  const { t } = useTranslation();
  const [edited, setEdited] = useState<Channel | "new" | null>(null);
  return (
    <section className={styles.stack} aria-labelledby={`channels-${scope}`}>
      <div className={styles.above}>
        <div className={styles.hint}>
          <h2 id={`channels-${scope}`} className={own.heading}>
            {t(`settings.channels.scope.${scope}`)}
          </h2>
          {t(`settings.channels.scope_hint.${scope}`)}
        </div>
        <Button icon={<PlusOutlined />} onClick={() => setEdited("new")}>
          {t("settings.channels.add")}
        </Button>
      </div>
      {channels.length === 0 ? (
        <p className={own.none}>{t(`settings.channels.none.${scope}`)}</p>
      ) : (
        <ul className={own.cards}>
          {channels.map((channel) => (
            <li key={channel.id}>
              <ChannelCard channel={channel} onEdit={() => setEdited(channel)} />
            </li>
          ))}
        </ul>
      )}
      {edited && (
        <ChannelDrawer
          scope={scope}
          channel={edited === "new" ? null : edited}
          newest={edited === "new" ? null : (channels.find((each) => each.id === edited.id) ?? null)}
          onReload={setEdited}
          onClose={() => setEdited(null)}
        />
      )}
    </section>
  );
}
