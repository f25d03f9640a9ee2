import { currentLanguage } from "../i18n/language";
import { useDay } from "../workspace/dayContext";
import { moneyText } from "../workspace/money";
import styles from "./LeadLine.module.css";
import type { LeadRow } from "./worklist";

const NO_BLOCKER = "none";

/** Stage, who, how much, what is in the way: what a rep wants to know before calling. */
export function LeadFacts({ lead }: { lead: LeadRow }) {
  const { workspace, nameOf } = useDay();
  const stage = workspace.stages.find((each) => each.id === lead.stage);
  const blocker = lead.blocker && lead.blocker !== NO_BLOCKER ? lead.blocker : null;
  const who = lead.contact ?? (lead.name?.includes(lead.company ?? "") ? null : lead.company);
  const facts = [
    who,
    lead.amount && moneyText(lead.amount, currentLanguage(), workspace.currency),
    blocker,
  ].filter(Boolean);
  return (
    <p className={styles.facts}>
      {stage && <span className={styles.stage}>{nameOf(stage)}</span>}
      {facts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
    </p>
  );
}
