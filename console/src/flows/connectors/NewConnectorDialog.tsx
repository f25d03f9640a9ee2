import { Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { isProblem } from "../../api/problem";
import { Dialog } from "../../leads/act/Dialog";
import { Chips } from "../../ui/Chips";
import { under } from "../design/draft";
import { Labelled } from "../design/Labelled";
import { useFlows } from "../queries";
import { firstMapping } from "./mapping";
import { type Kind, type Signature, useCreateConnector, useKinds } from "./queries";
import { SecretDialog } from "./SecretDialog";
import { SignatureFields } from "./SignatureFields";

/** A door for one partner's system: its kind brings the rules, its secret is shown once. */
export function NewConnectorDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const kinds = useKinds();
  const flows = useFlows();
  const creating = useCreateConnector();
  const [chosen, setChosen] = useState<Kind["id"]>("e_contract");
  const [name, setName] = useState("");
  const [signature, setSignature] = useState<Signature>({ scheme: "standard_webhooks" });
  const [secret, setSecret] = useState("");
  const kind = kinds.data?.find((each) => each.id === chosen);
  const made = creating.data;
  const toConnector = (id: string) => {
    onClose();
    void navigate(`/settings/connectors/${id}`);
  };
  if (made?.secret) {
    return <SecretDialog name={made.name} secret={made.secret} onClose={() => toConnector(made.id)} />;
  }
  const errors = isProblem(creating.error) ? creating.error.errors : [];
  const wrong = (place: string) => under(errors, place).map(({ message }) => message);
  const create = () => {
    if (!kind) return;
    const live = flows.data?.find((each) => !each.archived);
    creating.mutate(
      {
        name: name.trim() || kind.name,
        kind: kind.id,
        enabled: true,
        signature,
        ...(kind.mapping ? {} : { mapping: firstMapping(live) }),
        secret: secret.trim() || null,
      },
      { onSuccess: (after) => !after.secret && toConnector(after.id) },
    );
  };
  return (
    <Dialog
      title={t("flows.connectors.add")}
      okText={t("flows.design.create")}
      isPending={creating.isPending}
      error={errors.length > 0 ? null : (creating.error ?? kinds.error)}
      problem={errors.length > 0 ? errors.map(({ message }) => message).join(" ") : null}
      onOk={create}
      onClose={onClose}
    >
      <Chips
        label={t("flows.connectors.kind")}
        options={(kinds.data ?? []).map((each) => ({ value: each.id, label: each.name }))}
        value={chosen}
        onChange={setChosen}
      />
      {kind && <p>{kind.purpose}</p>}
      <Labelled label={t("flows.connectors.name")} wrong={wrong("name")}>
        {(id) => (
          <Input
            id={id}
            maxLength={80}
            placeholder={kind?.name}
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        )}
      </Labelled>
      <SignatureFields
        value={signature}
        onChange={setSignature}
        wrong={(place) => wrong(`signature.${place}`)}
      />
      <Labelled
        label={t("flows.connectors.own_secret")}
        hint={t("flows.connectors.own_secret_hint")}
        wrong={wrong("secret")}
      >
        {(id) => (
          <Input.Password
            id={id}
            autoComplete="new-password"
            maxLength={256}
            value={secret}
            onChange={({ target }) => setSecret(target.value)}
          />
        )}
      </Labelled>
    </Dialog>
  );
}
