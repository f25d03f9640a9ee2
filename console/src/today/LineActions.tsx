import { EllipsisOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { useMay } from "../auth/queries";
import { claimLead, releaseLead, resumeLead } from "../leads/act/calls";
import { useIsPhone } from "../ui/useMediaQuery";
import { useDay } from "../workspace/dayContext";
import { useAnswers } from "./Answers";
import { plainly } from "./calls";
import styles from "./LeadLine.module.css";
import type { LeadRow, SectionId } from "./worklist";

export type ActionId = "follow_up" | "postpone" | "stage" | "hold" | "claim" | "resume";
type FormId = Exclude<ActionId, "claim" | "resume">;

const DUE: ActionId[] = ["follow_up", "postpone", "stage", "hold"];
const OFFERED: Record<SectionId, ActionId[]> = {
  overdue: DUE,
  today: DUE,
  silent: DUE,
  waking: ["follow_up", "resume", "stage", "hold"],
  pool: ["claim"],
};
const NEEDED: Record<ActionId, string> = {
  follow_up: "leads.follow_up",
  postpone: "leads.write",
  stage: "leads.write",
  hold: "leads.write",
  claim: "leads.claim",
  resume: "leads.write",
};

interface LineActionsProps {
  /** The buttons of the forms are `<id>-<action>`, so that a form can give the focus back. */
  id: string;
  lead: LeadRow;
  name: string;
  section: SectionId;
  open: FormId | null;
  onOpen: (form: FormId) => void;
}

export function LineActions({ id, lead, name, section, open, onOpen }: LineActionsProps) {
  const { t } = useTranslation();
  const may = useMay();
  const isPhone = useIsPhone();
  const { act } = useAnswers();
  const { textOf } = useDay();
  const offered = OFFERED[section].filter((action) => may(NEEDED[action]));
  const shown = isPhone ? offered.slice(0, 2) : offered;
  const hidden = offered.slice(shown.length);

  const run = (action: ActionId) => {
    if (action === "claim") {
      act({
        leadId: lead.id,
        text: t("today.done.claim"),
        call: plainly(claimLead(lead.id)),
        undo: { label: t("today.action.undo"), call: plainly(releaseLead(lead.id)) },
      });
    } else if (action === "resume") {
      act({
        leadId: lead.id,
        text: t("today.done.resume", { date: textOf(new Date().toISOString()) }),
        call: plainly(resumeLead(lead.id)),
      });
    } else {
      onOpen(action);
    }
  };
  return (
    <div className={styles.actions}>
      {shown.map((action, at) => (
        <Button
          key={action}
          id={`${id}-${action}`}
          size={isPhone ? "middle" : "small"}
          type={at === 0 ? "primary" : "default"}
          ghost={at === 0 && open !== action}
          aria-expanded={action === "claim" || action === "resume" ? undefined : open === action}
          aria-label={t("today.action_for", { action: t(`today.action.${action}`), name })}
          onClick={() => run(action)}
        >
          {t(`today.action.${action}`)}
        </Button>
      ))}
      {hidden.length > 0 && (
        <Dropdown
          trigger={["click"]}
          menu={{
            items: hidden.map((key) => ({ key, label: t(`today.action.${key}`) })),
            onClick: ({ key }) => run(key as ActionId),
          }}
        >
          <Button
            type="text"
            icon={<EllipsisOutlined />}
            aria-label={t("today.action_for", { action: t("today.more_actions"), name })}
          />
        </Dropdown>
      )}
    </div>
  );
}
