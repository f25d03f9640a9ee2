import { App, Button, Drawer, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { isProblem } from "../../api/problem";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { PlainForm } from "../../ui/PlainForm";
import { useFieldProblems } from "../../ui/useFieldProblems";
import { useIsPhone } from "../../ui/useMediaQuery";
import { StaleNotice } from "../changes/StaleNotice";
import styles from "../settings.module.css";
import { type Kind, kindOf, settingsOf } from "./channelKinds";
import { KindField } from "./KindField";
import { type Channel, useAddChannel, useChangeChannel } from "./queries";
import { ReceivesField } from "./ReceivesField";
import { SecretFields } from "./SecretFields";
import { useRefusedSecrets } from "./useRefusedSecrets";

interface Values {
  kind: Kind;
  name: string;
  /** null: everything that it may carry. */
  kinds: string[] | null;
  settings: Record<string, string | undefined>;
}

interface ChannelDrawerProps {
  scope: Channel["scope"];
  /** As it was when the drawer was opened; null for a new one. */
  channel: Channel | null;
  newest: Channel | null;
  onReload: (newest: Channel) => void;
  onClose: () => void;
}

export function ChannelDrawer({ scope, channel, newest, onReload, onClose }: ChannelDrawerProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const isPhone = useIsPhone();
  const [form] = Form.useForm<Values>();
  const add = useAddChannel();
  const change = useChangeChannel();
  const saving = channel ? change : add;
  const isStale = isProblem(change.error, "stale_version");
  const refused = useRefusedSecrets(form, saving.error);
  const problem = useFieldProblems(form, isStale || refused ? null : saving.error);
  const done = {
    onSuccess: () => {
      void message.success(t(channel ? "settings.saved" : "settings.channels.added"));
      onClose();
    },
  };
  const submit = ({ kind, name, kinds, settings }: Values) => {
    const given = settingsOf(kind, settings ?? {});
    if (channel) {
      const body = { name: name.trim(), kinds, ...(given ? { settings: given } : {}) };
      change.mutate({ channel, body }, done);
    } else if (given) {
      add.mutate({ scope, name: name.trim(), kinds, enabled: true, settings: given }, done);
    }
  };
  const say = (values: Pick<Values, "name" | "kinds">) => ({
    [t("settings.channels.name")]: values.name,
    [t("settings.channels.receives_label")]: values.kinds?.join(", ") ?? t("settings.channels.all_kinds"),
  });
  const initial: Values = {
    kind: channel ? kindOf(channel) : "wecom",
    name: channel?.name ?? "",
    kinds: channel?.kinds ?? null,
    settings: {},
  };
  const reload = () => {
    if (!newest) return;
    onReload(newest);
    form.setFieldsValue({ name: newest.name, kinds: newest.kinds });
    change.reset();
  };
  return (
    <Drawer
      open
      title={channel ? channel.name : t(`settings.channels.add_to.${scope}`)}
      size={isPhone ? "100%" : 480}
      mask={{ closable: false }}
      onClose={onClose}
      footer={
        <Button type="primary" loading={saving.isPending} onClick={() => form.submit()}>
          {t("settings.save")}
        </Button>
      }
    >
      <div className={styles.stack}>
        <ErrorNotice error={problem} />
        {isStale && channel && newest && (
          <StaleNotice
            base={say(channel)}
            mine={say(form.getFieldsValue())}
            theirs={say(newest)}
            onReload={reload}
          />
        )}
        <PlainForm form={form} initialValues={initial} onFinish={submit}>
          {!channel && <KindField />}
          {channel && (
            <Form.Item name="kind" hidden>
              <Input />
            </Form.Item>
          )}
          <Form.Item noStyle dependencies={["kind"]}>
            {() => (
              <SecretFields kind={form.getFieldValue("kind") ?? initial.kind} isKept={channel !== null} />
            )}
          </Form.Item>
          <Form.Item
            name="name"
            label={t("settings.channels.name")}
            rules={[{ required: true, whitespace: true, message: t("settings.needed") }]}
            validateTrigger="onBlur"
          >
            <Input maxLength={80} placeholder={t("settings.channels.name_example")} />
          </Form.Item>
          <Form.Item name="kinds" label={t("settings.channels.receives_label")}>
            <ReceivesField isForTeam={scope === "workspace"} />
          </Form.Item>
          <button type="submit" hidden />
        </PlainForm>
      </div>
    </Drawer>
  );
}
