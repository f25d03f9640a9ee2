import { PlusOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import { useTranslation } from "react-i18next";
import type { FieldProblem } from "../../api/problem";
import { SettingCard } from "../../settings/SettingCard";
import styles from "../design/Design.module.css";
import { under } from "../design/draft";
import { Labelled } from "../design/Labelled";
import { useFlows } from "../queries";
import { firstMapping } from "./mapping";
import type { Mapping, Rule } from "./queries";
import { RuleFields } from "./RuleFields";

interface MappingEditorProps {
  value: Mapping;
  onChange: (next: Mapping) => void;
  findings: FieldProblem[];
}

/** How the partner's events are read, and what is done with each. */
export function MappingEditor({ value, onChange, findings }: MappingEditorProps) {
  const { t } = useTranslation();
  const flows = (useFlows().data ?? []).filter((each) => !each.archived);
  const rules = value.rules;
  const wrong = (place: string) => under(findings, place).map(({ message }) => message);
  const putRules = (next: Rule[]) => onChange({ ...value, rules: next });
  const add = () => putRules([...rules, ...firstMapping(flows[0]).rules]);
  return (
    <SettingCard title={t("flows.connectors.mapping")} hint={t("flows.connectors.mapping_hint")}>
      {findings
        .filter(({ field }) => field === "")
        .map(({ message }) => (
          <p key={message} role="alert" className={styles.wrong}>
            {message}
          </p>
        ))}
      <div className={styles.pair}>
        <Labelled
          label={t("flows.connectors.event_id")}
          hint={t("flows.connectors.path_hint")}
          wrong={wrong("event_id")}
        >
          {(id) => (
            <Input
              id={id}
              maxLength={200}
              value={value.event_id ?? ""}
              onChange={({ target }) => onChange({ ...value, event_id: target.value || null })}
            />
          )}
        </Labelled>
        <Labelled label={t("flows.connectors.event_type")} wrong={wrong("type")}>
          {(id) => (
            <Input
              id={id}
              maxLength={200}
              value={value.type ?? ""}
              onChange={({ target }) => onChange({ ...value, type: target.value || null })}
            />
          )}
        </Labelled>
      </div>
      {rules.map((rule, at) => (
        <RuleFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule is its place
          key={at}
          number={at + 1}
          rule={rule}
          flows={flows}
          findings={under(findings, `rules.${at}`)}
          onChange={(next) => putRules(rules.map((each, place) => (place === at ? next : each)))}
          onRemove={
            rules.length > 1 ? () => putRules(rules.filter((_each, place) => place !== at)) : undefined
          }
        />
      ))}
      <div>
        <Button icon={<PlusOutlined />} disabled={rules.length >= 20} onClick={add}>
          {t("flows.connectors.add_rule")}
        </Button>
      </div>
    </SettingCard>
  );
}
