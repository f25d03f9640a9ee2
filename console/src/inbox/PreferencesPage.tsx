import { ArrowLeftOutlined } from "@ant-design/icons";
import { Button, Checkbox, Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { ErrorNotice } from "../ui/ErrorNotice";
import { Page } from "../ui/Page";
import { DigestChoice } from "./DigestChoice";
import styles from "./Preferences.module.css";
import { type Preferences, useChangePreferences, usePreferences, type Way } from "./queries";

const WAYS: Way[] = ["inbox", "channels", "email"];

export function Component() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const preferences = usePreferences();
  const change = useChangePreferences();
  return (
    <Page
      title={t("inbox.preferences.title")}
      lead={t("inbox.preferences.lead")}
      extra={
        <Button icon={<ArrowLeftOutlined />} onClick={() => navigate("/inbox")}>
          {t("inbox.preferences.back")}
        </Button>
      }
    >
      <ErrorNotice error={change.error} />
      {preferences.isError && (
        <ErrorNotice error={preferences.error} onRetry={() => void preferences.refetch()} />
      )}
      {preferences.isPending && <Skeleton active paragraph={{ rows: 10 }} />}
      {preferences.data && (
        <>
          <DigestChoice digest={preferences.data.digest} onChange={(digest) => change.mutate({ digest })} />
          <Ways
            kinds={preferences.data.kinds}
            onChange={(kind, way, chosen) => change.mutate({ kinds: { [kind]: { [way]: chosen } } })}
          />
          <p className={styles.hint}>
            {t("inbox.preferences.channels_hint")}{" "}
            <Link to="/settings/channels" className={styles.link}>
              {t("inbox.preferences.channels_link")}
            </Link>
          </p>
        </>
      )}
      <span className="gp-visually-hidden" role="status">
        {change.isSuccess && t("inbox.preferences.saved")}
      </span>
    </Page>
  );
}

interface WaysProps {
  kinds: Preferences["kinds"];
  onChange: (kind: string, way: Way, chosen: boolean) => void;
}

function Ways({ kinds, onChange }: WaysProps) {
  const { t } = useTranslation();
  return (
    <table className={styles.ways}>
      <thead>
        <tr>
          <th scope="col">{t("inbox.preferences.kind")}</th>
          {WAYS.map((way) => (
            <th key={way} scope="col">
              {t(`inbox.preferences.${way}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {kinds.map((kind) => (
          <tr key={kind.kind}>
            <th scope="row">{kind.name}</th>
            {WAYS.map((way) => (
              <td key={way}>
                <Checkbox
                  checked={kind[way]}
                  aria-label={t("inbox.preferences.way_for", {
                    way: t(`inbox.preferences.${way}`),
                    kind: kind.name,
                  })}
                  onChange={({ target }) => onChange(kind.kind, way, target.checked)}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
