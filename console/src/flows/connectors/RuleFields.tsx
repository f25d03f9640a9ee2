import { DeleteOutlined } from "@ant-design/icons";
import { Button, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { FieldProblem } from "../../api/problem";
import { currentLanguage } from "../../i18n/language";
import styles from "../design/Design.module.css";
import { under } from "../design/draft";
import { Labelled } from "../design/Labelled";
import type { FlowView } from "../types";
import { ACTIONS, type Action, HAS, withAction } from "./mapping";
import type { Rule } from "./queries";
import { RuleValues } from "./RuleValues";

interface RuleFieldsProps {
  number: number;
  rule: Rule;
  flows: FlowView[];
  findings: FieldProblem[];
  onChange: (next: Rule) => void;
  onRemove: (() => void) | undefined;
}

/** One rule: for which events, by what the run is found, and what is done with its card. */
export function RuleFields({ number, rule, flows, findings, onChange, onRemove }: RuleFieldsProps) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const flow = flows.find((each) => each.key === rule.flow) ?? flows[0];
  const has = HAS[rule.action];
  const wrong = (place: string) => under(findings, place).map(({ message }) => message);
  const put = (change: Partial<Rule>) => onChange({ ...rule, ...change });
  const whole = findings.filter(({ field }) => field === "");
  const named = (items: readonly { id: string; names: { "zh-CN": string; en: string } }[] | undefined) =>
    (items ?? []).map((each) => ({ value: each.id, label: each.names[language] }));
  return (
    <section className={styles.part} aria-label={t("flows.connectors.rule", { number })}>
      <div className={styles.row}>
        <h3 className={styles.grow}>{t("flows.connectors.rule", { number })}</h3>
        {onRemove && (
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t("flows.design.remove_named", { name: t("flows.connectors.rule", { number }) })}
            onClick={onRemove}
          />
        )}
      </div>
      {whole.map(({ message }) => (
        <p key={message} role="alert" className={styles.wrong}>
          {message}
        </p>
      ))}
      <div className={styles.pair}>
        <Labelled
          label={t("flows.connectors.types")}
          hint={t("flows.connectors.types_hint")}
          wrong={wrong("types")}
        >
          {(id) => (
            <Select<string[]>
              id={id}
              className={styles.wide ?? ""}
              mode="tags"
              open={false}
              tokenSeparators={[",", " "]}
              value={rule.types ?? []}
              onChange={(types) => put({ types })}
            />
          )}
        </Labelled>
        <Labelled label={t("flows.connectors.action_label")} wrong={wrong("action")}>
          {(id) => (
            <Select<Action>
              id={id}
              className={styles.wide ?? ""}
              value={rule.action}
              onChange={(action) => onChange(withAction(rule, action, flow))}
              options={ACTIONS.map((value) => ({ value, label: t(`flows.connectors.action.${value}`) }))}
            />
          )}
        </Labelled>
        <Labelled label={t("flows.filter.flow")} wrong={wrong("flow")}>
          {(id) => (
            <Select<string>
              id={id}
              className={styles.wide ?? ""}
              value={rule.flow ?? null}
              onChange={(key) => put({ flow: key, node: has.target ? firstNode(flows, key) : null })}
              options={flows.map((each) => ({ value: each.key, label: each.name }))}
            />
          )}
        </Labelled>
        {has.target && (
          <Labelled label={t("flows.connectors.node")} wrong={wrong("node")}>
            {(id) => (
              <Select<string>
                id={id}
                className={styles.wide ?? ""}
                value={rule.node ?? null}
                onChange={(node) => put({ node })}
                options={named(flow?.definition.nodes)}
              />
            )}
          </Labelled>
        )}
        {has.target && (
          <Labelled label={t("flows.connectors.key_path")} wrong={wrong("key")}>
            {(id) => (
              <Input
                id={id}
                maxLength={200}
                value={rule.key?.path ?? ""}
                onChange={({ target }) => put({ key: { path: target.value, field: rule.key?.field ?? "" } })}
              />
            )}
          </Labelled>
        )}
        {has.target && (
          <Labelled label={t("flows.connectors.key_field")}>
            {(id) => (
              <Select<string>
                id={id}
                className={styles.wide ?? ""}
                value={rule.key?.field || null}
                onChange={(field) => put({ key: { path: rule.key?.path ?? "", field } })}
                options={named(flow?.definition.fields?.filter((each) => each.is_key))}
              />
            )}
          </Labelled>
        )}
        {has.reason && (
          <Labelled label={t("flows.block.reason")} wrong={wrong("reason")}>
            {(id) => (
              <Select<string>
                id={id}
                className={styles.wide ?? ""}
                value={rule.reason ?? null}
                onChange={(reason) => put({ reason })}
                options={named(flow?.definition.blocking_reasons.filter((each) => !each.archived))}
              />
            )}
          </Labelled>
        )}
      </div>
      {has.text && (
        <Labelled
          label={t(rule.action === "start" ? "flows.start.title_label" : "flows.connectors.text")}
          hint={t("flows.connectors.text_hint")}
          wrong={wrong("text")}
        >
          {(id) => (
            <Input
              id={id}
              maxLength={1000}
              value={rule.text ?? ""}
              onChange={({ target }) => put({ text: target.value || null })}
            />
          )}
        </Labelled>
      )}
      {has.values && (
        <RuleValues rule={rule} flow={flow} onChange={(values) => put({ values })} wrong={wrong} />
      )}
    </section>
  );
}

function firstNode(flows: FlowView[], key: string): string | null {
  return flows.find((each) => each.key === key)?.definition.nodes[0]?.id ?? null;
}
