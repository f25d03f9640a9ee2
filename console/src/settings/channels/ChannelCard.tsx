import {
  CheckCircleOutlined,
  CloseCircleOutlined,
  DeleteOutlined,
  EditOutlined,
  SendOutlined,
} from "@ant-design/icons";
import { App, Button, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { kindOf } from "./channelKinds";
import styles from "./channels.module.css";
import {
  type Channel,
  type ChannelTest,
  useChangeChannel,
  useNotificationKinds,
  useRemoveChannel,
  useTestChannel,
} from "./queries";

export function ChannelCard({ channel, onEdit }: { channel: Channel; onEdit: () => void }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const kinds = useNotificationKinds().data ?? [];
  const test = useTestChannel();
  const change = useChangeChannel();
  const remove = useRemoveChannel();
  const names = channel.kinds?.map((id) => kinds.find((each) => each.kind === id)?.name ?? id);
  const confirmRemoval = () =>
    modal.confirm({
      title: t("settings.channels.remove_title", { name: channel.name }),
      content: t("settings.channels.remove_text"),
      okText: t("settings.channels.remove"),
      okButtonProps: { danger: true },
      onOk: () => remove.mutateAsync(channel).catch(() => undefined), // told below
    });
  return (
    <article className={styles.card} aria-label={channel.name}>
      <div className={styles.top}>
        <span className={styles.mark} data-kind={channel.kind} aria-hidden="true">
          {t(`settings.channels.kind.${kindOf(channel)}`).slice(0, 1)}
        </span>
        <span className={styles.words}>
          <span className={styles.name}>{channel.name}</span>
          <span className={styles.hint}>
            {t(`settings.channels.kind.${kindOf(channel)}`)} · {channel.hint}
          </span>
        </span>
        <Switch
          checked={channel.enabled}
          loading={change.isPending}
          aria-label={t("settings.channels.enabled", { name: channel.name })}
          onChange={(enabled) => change.mutate({ channel, body: { enabled } })}
        />
      </div>
      <p className={styles.kinds}>
        {t("settings.channels.receives")} {names ? names.join(" · ") : t("settings.channels.all_kinds")}
      </p>
      <ErrorNotice error={change.error ?? remove.error ?? test.error} />
      {test.data && <TestOutcome outcome={test.data} />}
      <div className={styles.buttons}>
        <Button
          icon={<SendOutlined />}
          loading={test.isPending}
          onClick={() => {
            test.reset();
            test.mutate(channel.id);
          }}
        >
          {t("settings.channels.test")}
        </Button>
        <Button icon={<EditOutlined />} onClick={onEdit}>
          {t("settings.entries.edit")}
        </Button>
        <Button
          type="text"
          icon={<DeleteOutlined />}
          aria-label={t("settings.channels.remove_named", { name: channel.name })}
          onClick={confirmRemoval}
        />
      </div>
    </article>
  );
}

function TestOutcome({ outcome }: { outcome: ChannelTest }) {
  const { t } = useTranslation();
  return (
    <p className={styles.outcome} data-arrived={outcome.arrived} role="status">
      {outcome.arrived ? (
        <CheckCircleOutlined aria-hidden="true" />
      ) : (
        <CloseCircleOutlined aria-hidden="true" />
      )}
      <span>
        {outcome.arrived
          ? t("settings.channels.arrived")
          : t("settings.channels.not_arrived", { reason: outcome.reason ?? "" })}
        {!outcome.arrived && outcome.retryable && ` ${t("settings.channels.retryable")}`}
      </span>
    </p>
  );
}
