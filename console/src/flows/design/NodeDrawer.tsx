import { Drawer, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { FieldProblem } from "../../api/problem";
import { useFocusBack } from "../../ui/useFocusBack";
import { useIsPhone } from "../../ui/useMediaQuery";
import type { FlowDefinition, FlowNode } from "../types";
import styles from "./Design.module.css";
import { elsewhere, under } from "./draft";
import { Labelled } from "./Labelled";
import { NamesInput } from "./NamesInput";
import { NodeConditions } from "./NodeConditions";
import { NodeMail } from "./NodeMail";
import { NodeNeeds } from "./NodeNeeds";
import { NodeResponsible } from "./NodeResponsible";
import { NodeTimes } from "./NodeTimes";

export interface NodePartProps {
  flow: FlowDefinition;
  node: FlowNode;
  onChange: (next: FlowNode) => void;
  /** What was found wrong at a place within the step. */
  wrong: (place: string) => string[];
}

interface NodeDrawerProps {
  flow: FlowDefinition;
  node: FlowNode;
  /** Within this step. */
  findings: FieldProblem[];
  name: (node: FlowNode) => string;
  onChange: (next: FlowNode) => void;
  onClose: () => void;
}

const SHOWN = [
  "names",
  "after",
  "responsible",
  "when",
  "needs",
  "gives",
  "sla",
  "ladder",
  "tell_when_done",
  "mail_when_done",
];

/** One step of a flow. What is changed here is in the draft of the page, and saved with it. */
export function NodeDrawer({ flow, node, findings, name, onChange, onClose }: NodeDrawerProps) {
  const { t } = useTranslation();
  useFocusBack();
  const isPhone = useIsPhone();
  const wrong = (place: string) => under(findings, place).map((each) => each.message);
  const part: NodePartProps = { flow, node, onChange, wrong };
  return (
    <Drawer
      open
      onClose={onClose}
      {...(isPhone ? { styles: { body: { padding: 16 } } } : {})}
      size={isPhone ? "100%" : 620}
      title={name(node) || t("flows.design.node.new")}
    >
      <div className={styles.form}>
        {elsewhere(findings, SHOWN).map(({ field, message }) => (
          <p key={`${field} ${message}`} role="alert" className={styles.wrong}>
            {message}
          </p>
        ))}
        <NamesInput
          value={node.names}
          onChange={(names) => onChange({ ...node, names })}
          wrong={(language) => wrong(`names.${language}`)}
        />
        <Labelled
          label={t("flows.design.node.after")}
          hint={t("flows.design.node.after_hint")}
          wrong={wrong("after")}
        >
          {(id) => (
            <Select
              id={id}
              className={styles.wide ?? ""}
              mode="multiple"
              value={node.after ?? []}
              placeholder={t("flows.design.node.first")}
              onChange={(after: string[]) => onChange({ ...node, after })}
              options={flow.nodes
                .filter((each) => each.id !== node.id)
                .map((each) => ({ value: each.id, label: name(each) }))}
            />
          )}
        </Labelled>
        <NodeResponsible {...part} />
        <NodeTimes {...part} />
        <NodeNeeds {...part} what="needs" />
        <NodeNeeds {...part} what="gives" />
        <NodeConditions {...part} />
        <NodeMail {...part} />
      </div>
    </Drawer>
  );
}
