import { ExperimentOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { SettingCard } from "../../settings/SettingCard";
import { ErrorNotice } from "../../ui/ErrorNotice";
import styles from "../design/Design.module.css";
import { parsed } from "./mapping";
import { type Connector, type Trial, useTrial } from "./queries";

interface TrialCardProps {
  connector: Connector;
  example: Record<string, unknown> | undefined;
  /** What is tried are the rules that are saved. */
  isDirty: boolean;
}

/** What an event would do, without doing it. */
export function TrialCard({ connector, example, isDirty }: TrialCardProps) {
  const { t } = useTranslation();
  const id = useId();
  const trial = useTrial(connector);
  const [text, setText] = useState(() => JSON.stringify(example ?? {}, null, 2));
  const [problem, setProblem] = useState<string | null>(null);
  const run = () => {
    const read = parsed(text);
    if ("problem" in read) return setProblem(read.problem);
    trial.mutate(read.payload);
  };
  return (
    <SettingCard title={t("flows.connectors.trial")} hint={t("flows.connectors.trial_hint")}>
      <div>
        <label className={styles.label} htmlFor={id}>
          {t("flows.connectors.sample")}
        </label>
        <Input.TextArea
          id={id}
          spellCheck={false}
          autoSize={{ minRows: 6, maxRows: 18 }}
          value={text}
          onChange={({ target }) => {
            setText(target.value);
            setProblem(null);
          }}
        />
        {problem && (
          <p role="alert" className={styles.wrong}>
            {t("flows.connectors.no_json", { problem })}
          </p>
        )}
      </div>
      <div className={styles.row}>
        <Button icon={<ExperimentOutlined />} loading={trial.isPending} onClick={run}>
          {t("flows.connectors.try")}
        </Button>
        {isDirty && <span className={styles.about}>{t("flows.connectors.try_saved")}</span>}
      </div>
      <ErrorNotice error={trial.error} />
      {trial.data && <Result trial={trial.data} />}
    </SettingCard>
  );
}

function Result({ trial }: { trial: Trial }) {
  const { t } = useTranslation();
  const values = Object.entries(trial.values);
  return (
    <div role="status" className={styles.form}>
      <p>
        <strong>{t(`flows.connectors.outcome.${trial.outcome}`)}</strong>{" "}
        {trial.action && t(`flows.connectors.action.${trial.action}`)}
      </p>
      {trial.reason_text && <p className={styles.wrong}>{trial.reason_text}</p>}
      <p className={styles.about}>
        {[
          trial.event_type && t("flows.connectors.read_type", { value: trial.event_type }),
          trial.key && t("flows.connectors.read_key", { value: trial.key }),
          trial.text,
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {trial.matches.length > 0 && (
        <ul>
          {trial.matches.map((each) => (
            <li key={each.card_id}>
              <Link to={`/runs/${each.run_id}/${each.card_id}`}>
                {each.node_name} · {each.title}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {values.length > 0 && (
        <ul>
          {values.map(([field, value]) => (
            <li key={field}>
              {field}: <code>{typeof value === "string" ? value : JSON.stringify(value)}</code>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
