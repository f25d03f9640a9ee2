import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "../../i18n/language";
import type { FlowNode } from "../types";
import { useHolders } from "../useHolders";
import styles from "./Design.module.css";
import { Labelled } from "./Labelled";
import type { NodePartProps } from "./NodeDrawer";

const RULES = ["role", "round_robin", "member", "lead_owner", "starter"] as const;
type Rule = FlowNode["responsible"]["rule"];

/** To whom the card goes. */
export function NodeResponsible({ node, onChange, wrong }: NodePartProps) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const { people, roles } = useHolders();
  const { rule, role, member } = node.responsible;
  const isOfRole = rule === "role" || rule === "round_robin";
  const put = (responsible: FlowNode["responsible"]) => onChange({ ...node, responsible });
  const choose = (next: Rule) => {
    if (next === "role" || next === "round_robin") put({ rule: next, role: role ?? roles[0]?.id ?? null });
    else if (next === "member") put({ rule: next, member: people[0]?.id ?? null });
    else put({ rule: next });
  };
  return (
    <div className={styles.pair}>
      <Labelled
        label={t("flows.design.node.responsible")}
        hint={t(`flows.design.rule_hint.${rule}`)}
        wrong={isOfRole || rule === "member" ? [] : wrong("responsible")}
      >
        {(id) => (
          <Select<Rule>
            id={id}
            className={styles.wide ?? ""}
            value={rule}
            onChange={choose}
            options={RULES.map((value) => ({ value, label: t(`flows.design.rule.${value}`) }))}
          />
        )}
      </Labelled>
      {isOfRole && (
        <Labelled label={t("flows.filter.role")} wrong={wrong("responsible")}>
          {(id) => (
            <Select<string>
              id={id}
              className={styles.wide ?? ""}
              value={role ?? null}
              onChange={(next) => put({ rule, role: next })}
              options={roles.map((each) => ({ value: each.id, label: each.names[language] }))}
            />
          )}
        </Labelled>
      )}
      {rule === "member" && (
        <Labelled label={t("flows.holder.members")} wrong={wrong("responsible")}>
          {(id) => (
            <Select<string>
              id={id}
              className={styles.wide ?? ""}
              showSearch={{ optionFilterProp: "label" }}
              value={member ?? null}
              onChange={(next) => put({ rule, member: next })}
              options={people.map((each) => ({ value: each.id, label: each.name }))}
            />
          )}
        </Labelled>
      )}
    </div>
  );
}
