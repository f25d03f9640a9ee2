import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay, useMe } from "../../auth/queries";
import { useMembers } from "../../settings/members/queries";
import { useDay } from "../../workspace/dayContext";
import { AssignDialog } from "../act/AssignDialog";
import { assignLead, claimLead, holdLead, releaseLead, resumeLead } from "../act/calls";
import { HoldDialog } from "../act/HoldDialog";
import type { LeadAct } from "../act/useLeadAct";
import type { LeadView } from "../types";
import { useLeadWords } from "../useLeadWords";
import styles from "./LeadDrawer.module.css";

/** What else can be done with the lead, as far as one's role and its state allow. */
export function LeadActions({ lead, acts }: { lead: LeadView; acts: LeadAct }) {
  const { t } = useTranslation();
  const may = useMay();
  const me = useMe().data?.member;
  const words = useLeadWords();
  const { textOf } = useDay();
  const members = useMembers().data ?? [];
  const [open, setOpen] = useState<"hold" | "assign" | null>(null);
  const isOpen = lead.stage_kind === "open" || lead.stage_kind === undefined;
  const close = () => {
    acts.forget();
    setOpen(null);
  };
  const about = words.nameOf(lead);
  const shared = { about, isPending: acts.isPending, error: acts.error, onClose: close };
  const owned = (id: string | null) => ({
    owner_id: id,
    owner_name: members.find((each) => each.id === id)?.name ?? (id === me?.id ? (me?.name ?? null) : null),
  });
  return (
    <div className={styles.actions}>
      {isOpen && may("leads.write") && !lead.hold && (
        <Button onClick={() => setOpen("hold")}>{t("leads.hold.action")}</Button>
      )}
      {lead.hold && may("leads.write") && (
        <Button
          onClick={() =>
            acts.act({
              wanted: { hold: null, hold_until: null },
              call: resumeLead(lead.id),
              done: t("leads.hold.resumed"),
            })
          }
        >
          {t("leads.hold.resume")}
        </Button>
      )}
      {may("leads.assign") && <Button onClick={() => setOpen("assign")}>{t("leads.assign.action")}</Button>}
      {isOpen && may("leads.claim") && lead.owner_id === null && me && (
        <Button
          type="primary"
          onClick={() =>
            acts.act({
              wanted: owned(me.id),
              call: claimLead(lead.id),
              done: t("leads.claim.done"),
            })
          }
        >
          {t("leads.claim.action")}
        </Button>
      )}
      {isOpen && may("leads.claim") && me && lead.owner_id === me.id && (
        <Button
          onClick={() =>
            acts.act({ wanted: owned(null), call: releaseLead(lead.id), done: t("leads.release.done") })
          }
        >
          {t("leads.release.action")}
        </Button>
      )}
      {open === "hold" && (
        <HoldDialog
          {...shared}
          onHold={(hold) =>
            acts.act({
              wanted: { hold_until: hold.until },
              call: holdLead(lead.id, hold),
              done: t("leads.hold.done", { date: textOf(hold.until) }),
              onDone: close,
            })
          }
        />
      )}
      {open === "assign" && (
        <AssignDialog
          {...shared}
          onAssign={(owner_id, reason) =>
            acts.act({
              wanted: owned(owner_id),
              call: assignLead(lead.id, { owner_id, reason }),
              done: t("leads.assign.done"),
              onDone: close,
            })
          }
        />
      )}
    </div>
  );
}
