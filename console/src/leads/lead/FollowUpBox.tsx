import { DownOutlined, UpOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { DayPicker } from "../../workspace/DayPicker";
import { useDay } from "../../workspace/dayContext";
import { addDays } from "../../workspace/days";
import { amountOf } from "../../workspace/money";
import { ContactFields } from "../followUp/ContactFields";
import { type FollowUpDraft, keepFollowUp, keptDraft } from "../followUp/followUp";
import type { Tagged } from "../types";
import styles from "./FollowUp.module.css";
import { FollowUpMore } from "./FollowUpMore";
import { useFollowUp } from "./useFollowUp";

/** At most two taps and a sentence; what was begun is kept on this device until it is saved. */
export function FollowUpBox({ lead }: { lead: Tagged }) {
  const { t } = useTranslation();
  const { workspace, today } = useDay();
  const id = lead.body.id;
  const [draft, setDraft] = useState<FollowUpDraft>(() => keptDraft(id));
  const [isMoreOpen, setMoreOpen] = useState(draft.stage !== null || draft.blocker !== null);
  const [problem, setProblem] = useState<string | null>(null);
  const log = useFollowUp(lead, () => setDraft(keptDraft(id)));
  const next =
    draft.next && draft.next > today
      ? draft.next
      : addDays(today, workspace.reminders.next_follow_up_days ?? 2);
  const put = (change: Partial<FollowUpDraft>) => {
    const after = { ...draft, ...change };
    setDraft(after);
    keepFollowUp(id, after);
    setProblem(null);
  };
  const stage = workspace.stages.find((each) => each.id === draft.stage);
  const kindAfter = stage?.kind ?? lead.body.stage_kind;
  // A closed lead has no next follow-up.
  const isOpenAfter = kindAfter !== "won" && kindAfter !== "lost";
  const save = (event?: FormEvent) => {
    event?.preventDefault();
    if (!draft.summary.trim()) return setProblem(t("today.follow_up.summary_missing"));
    if (stage?.kind === "won" && !amountOf(draft.amount)) return setProblem(t("leads.stage.amount_missing"));
    if (stage?.kind === "lost" && !draft.reason) return setProblem(t("leads.stage.reason_missing"));
    log.save(draft, isOpenAfter ? next : null);
  };
  return (
    <form
      className={styles.box}
      aria-label={t("leads.follow_up.title")}
      onSubmit={save}
      onKeyDown={(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && save(event)}
    >
      <ContactFields
        draft={draft}
        onChange={put}
        isSummaryMissing={problem !== null && !draft.summary.trim()}
      />
      {isOpenAfter && (
        <DayPicker
          label={t("today.follow_up.next")}
          offered={["tomorrow", "in_two", "in_week"]}
          value={next}
          onChange={(day) => put({ next: day })}
        />
      )}
      {isMoreOpen && <FollowUpMore lead={lead.body} draft={draft} stage={stage} onChange={put} />}
      {problem && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      <ErrorNotice error={log.error} />
      <div className={styles.foot}>
        <Button
          type="text"
          icon={isMoreOpen ? <UpOutlined /> : <DownOutlined />}
          iconPlacement="end"
          aria-expanded={isMoreOpen}
          onClick={() => setMoreOpen(!isMoreOpen)}
        >
          {t("leads.follow_up.more")}
        </Button>
        <span className={styles.note} role="status">
          {log.isWaiting ? t("today.waiting") : draft.summary.trim() && t("today.follow_up.draft")}
        </span>
        <Button type="primary" htmlType="submit" loading={log.isPending && !log.isWaiting}>
          {t("leads.follow_up.save")}
        </Button>
      </div>
    </form>
  );
}
