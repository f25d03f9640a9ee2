import { Alert, App, Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { type FieldProblem, isProblem } from "../../api/problem";
import { CopyText } from "../../settings/CopyText";
import { SettingCard } from "../../settings/SettingCard";
import { SettingSwitch } from "../../settings/SettingSwitch";
import { SaveBar } from "../../settings/setup/SaveBar";
import { UnsavedGuard } from "../../settings/setup/UnsavedGuard";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Page } from "../../ui/Page";
import { PageSkeleton } from "../../ui/PageSkeleton";
import { useTimeText } from "../../workspace/useTimeText";
import styles from "../design/Design.module.css";
import { under } from "../design/draft";
import { Labelled } from "../design/Labelled";
import { MappingEditor } from "./MappingEditor";
import {
  type Connector,
  useChangeConnector,
  useConnectors,
  useDeleteConnector,
  useKinds,
  useNewSecret,
} from "./queries";
import { SecretDialog } from "./SecretDialog";
import { SignatureFields } from "./SignatureFields";
import { TrialCard } from "./TrialCard";

export function Component() {
  const { t } = useTranslation();
  const { connectorId } = useParams();
  const connectors = useConnectors();
  const connector = connectors.data?.find((each) => each.id === connectorId);
  if (connectors.isPending) return <PageSkeleton />;
  if (!connector) {
    return (
      <Page title={t("settings.section.connectors.name")}>
        {connectors.data && <Alert type="warning" showIcon title={t("flows.connectors.gone")} />}
        <ErrorNotice error={connectors.error} onRetry={() => void connectors.refetch()} />
      </Page>
    );
  }
  return <Editor key={connector.id} connector={connector} />;
}

type Draft = Pick<Connector, "name" | "enabled" | "signature" | "mapping">;

const draftOf = ({ name, enabled, signature, mapping }: Connector): Draft => ({
  name,
  enabled,
  signature,
  mapping,
});

function Editor({ connector }: { connector: Connector }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const kind = useKinds().data?.find((each) => each.id === connector.kind);
  const changing = useChangeConnector(connector);
  const [kept, setKept] = useState<Draft | null>(null);
  const draft = kept ?? draftOf(connector);
  const isDirty = kept !== null && JSON.stringify(kept) !== JSON.stringify(draftOf(connector));
  const errors: FieldProblem[] = isProblem(changing.error) ? changing.error.errors : [];
  const wrong = (place: string) => under(errors, place).map((each) => each.message);
  const put = (change: Partial<Draft>) => {
    changing.reset();
    setKept({ ...draft, ...change });
  };
  const save = () =>
    changing.mutate(draft, {
      onSuccess: () => {
        setKept(null);
        void message.success(t("settings.saved"));
      },
    });
  return (
    <Page
      title={connector.name}
      lead={kind ? `${kind.name} · ${kind.purpose}` : undefined}
      extra={<Deletion connector={connector} />}
    >
      <ErrorNotice error={errors.length > 0 ? null : changing.error} />
      <SettingCard title={t("flows.connectors.door")} hint={t("flows.connectors.door_hint")}>
        <CopyText text={window.location.origin + connector.path} />
        <Labelled label={t("flows.connectors.name")} wrong={wrong("name")}>
          {(id) => (
            <Input
              id={id}
              maxLength={80}
              value={draft.name}
              onChange={({ target }) => put({ name: target.value })}
            />
          )}
        </Labelled>
        <SettingSwitch
          label={t("flows.connectors.enabled")}
          hint={t("flows.connectors.enabled_hint")}
          isOn={draft.enabled}
          onChange={(enabled) => put({ enabled })}
        />
        <SignatureFields
          isFixed
          value={draft.signature}
          onChange={(signature) => put({ signature })}
          wrong={(place) => wrong(`signature.${place}`)}
        />
        <Secret connector={connector} />
      </SettingCard>
      <MappingEditor
        value={draft.mapping}
        onChange={(mapping) => put({ mapping })}
        findings={under(errors, "mapping")}
      />
      <TrialCard key={kind?.id} connector={connector} example={kind?.example} isDirty={isDirty} />
      <SaveBar
        draft={{
          isDirty,
          isSaving: changing.isPending,
          save,
          discard: () => {
            changing.reset();
            setKept(null);
          },
        }}
      />
      <UnsavedGuard isDirty={isDirty} />
    </Page>
  );
}

/** A new one, when the old one may be known to others; the old one is good for a day more. */
function Secret({ connector }: { connector: Connector }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const timeText = useTimeText();
  const renewing = useNewSecret(connector);
  const [isShown, setShown] = useState(false);
  const confirm = () =>
    modal.confirm({
      title: t("flows.connectors.renew_title"),
      content: t("flows.connectors.renew_text"),
      okText: t("flows.connectors.renew"),
      cancelText: t("leads.cancel"),
      onOk: () =>
        renewing.mutateAsync(undefined).then(
          () => setShown(true),
          () => undefined, // told below
        ),
    });
  return (
    <div className={styles.row}>
      <Button loading={renewing.isPending} onClick={confirm}>
        {t("flows.connectors.renew")}
      </Button>
      <span className={styles.about}>
        {t("flows.connectors.secret_since", { at: timeText(connector.secret_changed_at) })}
        {connector.old_secret_until &&
          ` · ${t("flows.connectors.old_until", { at: timeText(connector.old_secret_until) })}`}
      </span>
      <ErrorNotice error={renewing.error} />
      {isShown && renewing.data?.secret && (
        <SecretDialog name={connector.name} secret={renewing.data.secret} onClose={() => setShown(false)} />
      )}
    </div>
  );
}

function Deletion({ connector }: { connector: Connector }) {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const navigate = useNavigate();
  const deleting = useDeleteConnector(connector);
  const confirm = () =>
    modal.confirm({
      title: t("flows.connectors.delete_title", { name: connector.name }),
      content: t("flows.connectors.delete_text"),
      okText: t("flows.files.remove"),
      cancelText: t("leads.cancel"),
      okButtonProps: { danger: true },
      onOk: () =>
        deleting.mutateAsync(undefined).then(
          () => {
            void message.success(t("flows.connectors.deleted"));
            void navigate("/settings/connectors");
          },
          () => undefined, // told beside the button
        ),
    });
  return (
    <>
      <ErrorNotice error={deleting.error} />
      <Button danger type="text" loading={deleting.isPending} onClick={confirm}>
        {t("flows.connectors.delete")}
      </Button>
    </>
  );
}
