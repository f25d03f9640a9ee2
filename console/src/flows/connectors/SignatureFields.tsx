import { Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import styles from "../design/Design.module.css";
import { Labelled } from "../design/Labelled";
import type { Signature } from "./queries";

type Hmac = Extract<Signature, { scheme: "hmac" }>;
const USUAL_HMAC: Hmac = {
  scheme: "hmac",
  header: "X-Signature",
  algorithm: "sha256",
  encoding: "hex",
  prefix: "",
  timestamp_header: null,
  signs: "body",
};

interface SignatureFieldsProps {
  value: Signature;
  onChange: (next: Signature) => void;
  /** The scheme is chosen once. */
  isFixed?: boolean;
  wrong: (place: string) => string[];
}

/** How the partner signs what it sends. */
export function SignatureFields({ value, onChange, isFixed = false, wrong }: SignatureFieldsProps) {
  const { t } = useTranslation();
  const scheme = value.scheme ?? "standard_webhooks";
  return (
    <>
      <Labelled label={t("flows.connectors.signature")} hint={t(`flows.connectors.scheme_hint.${scheme}`)}>
        {(id) => (
          <Select<"standard_webhooks" | "hmac">
            id={id}
            className={styles.wide ?? ""}
            disabled={isFixed}
            value={scheme}
            onChange={(next) => onChange(next === "hmac" ? USUAL_HMAC : { scheme: next })}
            options={(["standard_webhooks", "hmac"] as const).map((each) => ({
              value: each,
              label: t(`flows.connectors.scheme.${each}`),
            }))}
          />
        )}
      </Labelled>
      {value.scheme === "hmac" && <HmacFields value={value} onChange={onChange} wrong={wrong} />}
    </>
  );
}

interface HmacFieldsProps {
  value: Hmac;
  onChange: (next: Hmac) => void;
  wrong: (place: string) => string[];
}

function HmacFields({ value, onChange, wrong }: HmacFieldsProps) {
  const { t } = useTranslation();
  const put = (change: Partial<Hmac>) => onChange({ ...value, ...change });
  return (
    <div className={styles.pair}>
      <Labelled label={t("flows.connectors.hmac.header")} wrong={wrong("header")}>
        {(id) => (
          <Input
            id={id}
            maxLength={64}
            value={value.header}
            onChange={({ target }) => put({ header: target.value })}
          />
        )}
      </Labelled>
      <Labelled label={t("flows.connectors.hmac.algorithm")} wrong={wrong("algorithm")}>
        {(id) => (
          <Select<NonNullable<Hmac["algorithm"]>>
            id={id}
            className={styles.wide ?? ""}
            value={value.algorithm ?? "sha256"}
            onChange={(algorithm) => put({ algorithm })}
            options={(["sha256", "sha512", "sha1"] as const).map((each) => ({
              value: each,
              label: each.toUpperCase(),
            }))}
          />
        )}
      </Labelled>
      <Labelled label={t("flows.connectors.hmac.encoding")} wrong={wrong("encoding")}>
        {(id) => (
          <Select<NonNullable<Hmac["encoding"]>>
            id={id}
            className={styles.wide ?? ""}
            value={value.encoding ?? "hex"}
            onChange={(encoding) => put({ encoding })}
            options={(["hex", "base64"] as const).map((each) => ({ value: each, label: each }))}
          />
        )}
      </Labelled>
      <Labelled label={t("flows.connectors.hmac.prefix")} wrong={wrong("prefix")}>
        {(id) => (
          <Input
            id={id}
            maxLength={20}
            placeholder="sha256="
            value={value.prefix ?? ""}
            onChange={({ target }) => put({ prefix: target.value })}
          />
        )}
      </Labelled>
      <Labelled
        label={t("flows.connectors.hmac.timestamp")}
        hint={t("flows.connectors.hmac.timestamp_hint")}
        wrong={wrong("timestamp_header")}
      >
        {(id) => (
          <Input
            id={id}
            maxLength={64}
            value={value.timestamp_header ?? ""}
            onChange={({ target }) =>
              put(
                target.value ? { timestamp_header: target.value } : { timestamp_header: null, signs: "body" },
              )
            }
          />
        )}
      </Labelled>
      <Labelled label={t("flows.connectors.hmac.signs")} wrong={wrong("signs")}>
        {(id) => (
          <Select<NonNullable<Hmac["signs"]>>
            id={id}
            className={styles.wide ?? ""}
            disabled={!value.timestamp_header}
            value={value.signs ?? "body"}
            onChange={(signs) => put({ signs })}
            options={(["body", "timestamp_and_body"] as const).map((each) => ({
              value: each,
              label: t(`flows.connectors.hmac.${each}`),
            }))}
          />
        )}
      </Labelled>
    </div>
  );
}
