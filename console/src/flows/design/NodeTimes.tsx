import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, InputNumber, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { type Duration, type FlowNode, PRIORITIES, type Priority } from "../types";
import styles from "./Design.module.css";
import { DurationInput } from "./DurationInput";
import { type Recipient, type Rung, USUAL_LADDER } from "./draft";
import { Labelled } from "./Labelled";
import type { NodePartProps } from "./NodeDrawer";
import { useRecipients } from "./recipients";

/** How long a card may take, and who hears of it when it takes longer. */
export function NodeTimes({ node, onChange, wrong }: NodePartProps) {
  const { t } = useTranslation();
  const { sla } = node;
  const put = (change: Partial<FlowNode["sla"]>) => onChange({ ...node, sla: { ...sla, ...change } });
  const own = sla.by_priority ?? {};
  const putOwn = (priority: Priority, next: Duration | null) => {
    const { [priority]: _before, ...rest } = own;
    put({ by_priority: next ? { ...rest, [priority]: next } : rest });
  };
  return (
    <>
      <section className={styles.part}>
        <h3>{t("flows.design.sla.title")}</h3>
        <div className={styles.pair}>
          <DurationInput
            label={t("flows.clock.respond")}
            value={sla.respond ?? null}
            wrong={wrong("sla.respond")}
            onChange={(respond) => put({ respond })}
          />
          <DurationInput
            label={t("flows.clock.complete")}
            isRequired
            value={sla.complete}
            wrong={wrong("sla.complete")}
            onChange={(complete) => complete && put({ complete })}
          />
          {PRIORITIES.filter((each) => each !== "normal").map((priority) => (
            <DurationInput
              key={priority}
              label={t("flows.design.sla.of_priority", { priority: t(`flows.priority.${priority}`) })}
              value={own[priority] ?? null}
              wrong={wrong(`sla.by_priority.${priority}`)}
              onChange={(next) => putOwn(priority, next)}
            />
          ))}
        </div>
      </section>
      <Ladder node={node} onChange={onChange} wrong={wrong} />
    </>
  );
}

function Ladder({ node, onChange, wrong }: Omit<NodePartProps, "flow">) {
  const { t } = useTranslation();
  const recipients = useRecipients();
  const ladder = node.ladder ?? USUAL_LADDER;
  const put = (next: Rung[]) => onChange({ ...node, ladder: next });
  const change = (at: number, rung: Rung) => put(ladder.map((each, place) => (place === at ? rung : each)));
  const top = ladder.at(-1)?.percent ?? 0;
  return (
    <section className={styles.part}>
      <h3>{t("flows.design.ladder.title")}</h3>
      <p className={styles.about}>{t("flows.design.ladder.hint")}</p>
      {ladder.map((rung, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a rung is its place
        <div key={at}>
          <div className={styles.row}>
            <InputNumber<number>
              className={styles.number ?? ""}
              aria-label={t("flows.design.ladder.percent", { count: at + 1 })}
              min={1}
              max={1000}
              suffix="%"
              value={rung.percent}
              onChange={(percent) => change(at, { ...rung, percent: percent ?? 1 })}
            />
            <Select<Recipient[]>
              className={styles.grow ?? ""}
              mode="multiple"
              aria-label={t("flows.design.ladder.to", { count: at + 1 })}
              value={rung.to}
              onChange={(to) => change(at, { ...rung, to })}
              options={recipients}
            />
            {ladder.length > 1 && (
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t("flows.design.remove_named", { name: `${rung.percent}%` })}
                onClick={() => put(ladder.filter((_each, place) => place !== at))}
              />
            )}
          </div>
          {wrong(`ladder.${at}`).map((each) => (
            <p key={each} role="alert" className={styles.wrong}>
              {each}
            </p>
          ))}
        </div>
      ))}
      {/* Of the whole ladder, as its order, the step itself is told. */}
      <div className={styles.row}>
        <Button
          size="small"
          icon={<PlusOutlined />}
          disabled={ladder.length >= 12 || top >= 1000}
          onClick={() =>
            put([...ladder, { percent: Math.min(1000, top + 50), to: ["responsible", "supervisor"] }])
          }
        >
          {t("flows.design.ladder.add")}
        </Button>
        <span className={styles.check}>
          <Switch
            size="small"
            aria-label={t("flows.design.ladder.daily")}
            checked={node.repeat_daily ?? true}
            onChange={(repeat_daily) => onChange({ ...node, repeat_daily })}
          />
          {t("flows.design.ladder.daily")}
        </span>
      </div>
      <Labelled label={t("flows.design.node.tell")} wrong={wrong("tell_when_done")}>
        {(id) => (
          <Select<Recipient[]>
            id={id}
            className={styles.wide ?? ""}
            mode="multiple"
            value={node.tell_when_done ?? []}
            onChange={(tell_when_done) => onChange({ ...node, tell_when_done })}
            options={recipients}
          />
        )}
      </Labelled>
    </section>
  );
}
