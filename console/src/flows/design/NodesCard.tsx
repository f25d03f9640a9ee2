import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "../../i18n/language";
import { SettingCard } from "../../settings/SettingCard";
import { graphOf } from "../run/graph";
import run from "../run/Run.module.css";
import type { FlowDefinition, FlowNode } from "../types";
import { useFlowWords } from "../useFlowWords";
import { useHolders } from "../useHolders";
import { NO_NAMES, newId, newNode, put, under, withoutNode } from "./draft";
import { NodeDrawer } from "./NodeDrawer";
import { Row } from "./Row";
import { Rows } from "./Rows";
import type { FlowDraft } from "./useFlowDraft";

const SIZE = { width: 132, height: 38, gapX: 32, gapY: 10 };

/** The steps: their order in lists, what waits for what, and each by itself. */
export function NodesCard({ draft }: { draft: FlowDraft }) {
  const { t } = useTranslation();
  const words = useFlowWords();
  const language = currentLanguage();
  const { roleName, people } = useHolders();
  const [editedId, setEditedId] = useState<string | null>(null);
  const flow = draft.value;
  const name = (node: FlowNode) => node.names[language] || t("flows.design.node.new");
  const edited = flow.nodes.findIndex((each) => each.id === editedId);
  const node = flow.nodes[edited];
  const add = () => {
    const id = newId(
      NO_NAMES,
      "step",
      flow.nodes.map((each) => each.id),
    );
    const last = flow.nodes.at(-1);
    draft.change({ ...flow, nodes: [...flow.nodes, newNode(id, NO_NAMES, last ? [last.id] : [])] });
    setEditedId(id);
  };
  const responsible = ({ responsible: { rule, role, member } }: FlowNode) => {
    if (role)
      return rule === "round_robin" ? t("flows.design.in_turn", { role: roleName(role) }) : roleName(role);
    if (member) return people.find((each) => each.id === member)?.name ?? member;
    return t(`flows.design.rule.${rule}`);
  };
  const after = (each: FlowNode) =>
    (each.after ?? [])
      .flatMap((id) => flow.nodes.find((one) => one.id === id) ?? [])
      .map(name)
      .join(", ");
  return (
    <SettingCard title={t("flows.design.nodes.title")} hint={t("flows.design.nodes.hint")}>
      <Preview flow={flow} name={name} />
      <Rows
        label={t("flows.design.nodes.title")}
        items={flow.nodes}
        onChange={(nodes) => draft.change({ ...flow, nodes })}
        row={(each, at) => (
          <Row
            key={each.id}
            id={each.id}
            name={name(each)}
            about={[
              responsible(each),
              words.sla(each.sla.complete),
              after(each) && t("flows.design.nodes.after", { steps: after(each) }),
              (each.when?.length ?? 0) > 0 && t("flows.design.nodes.optional"),
            ]
              .filter(Boolean)
              .join(" · ")}
            wrong={under(draft.findings, `nodes.${at}`).map(({ message }) => message)}
            onEdit={() => setEditedId(each.id)}
            onRemove={flow.nodes.length > 1 ? () => draft.change(withoutNode(flow, each.id)) : undefined}
          />
        )}
      />
      <div>
        <Button icon={<PlusOutlined />} disabled={flow.nodes.length >= 60} onClick={add}>
          {t("flows.design.nodes.add")}
        </Button>
      </div>
      {node && (
        <NodeDrawer
          flow={flow}
          node={node}
          findings={under(draft.findings, `nodes.${edited}`)}
          name={name}
          onChange={(next) => draft.change({ ...flow, nodes: put(flow.nodes, next) })}
          onClose={() => setEditedId(null)}
        />
      )}
    </SettingCard>
  );
}

/** What waits for what, drawn as it is edited. The list below says the same to screen readers. */
function Preview({ flow, name }: { flow: FlowDefinition; name: (node: FlowNode) => string }) {
  const graph = graphOf(
    flow.nodes.map((each) => ({ node: each.id, after: each.after ?? [] })),
    SIZE,
  );
  return (
    <div className={run.graph} aria-hidden="true">
      <div className={run.drawing} style={{ width: graph.width, height: graph.height }}>
        <svg className={run.edges} width={graph.width} height={graph.height} aria-hidden="true">
          {graph.edges.map(({ from, to, path }) => (
            <path key={`${from} ${to}`} d={path} />
          ))}
        </svg>
        {graph.nodes.map((place) => {
          const node = flow.nodes.find((each) => each.id === place.node);
          return (
            <span
              key={place.node}
              className={run.node}
              data-plain="true"
              style={{ left: place.x, top: place.y, width: SIZE.width, height: SIZE.height }}
            >
              <span className={run.nodeName}>{node ? name(node) : ""}</span>
            </span>
          );
        })}
      </div>
    </div>
  );
}
