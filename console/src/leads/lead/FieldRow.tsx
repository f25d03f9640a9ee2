import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../../api/client";
import { isProblem } from "../../api/problem";
import { EditInPlace } from "../../ui/EditInPlace";
import { problemText } from "../../ui/problems";
import { useDay } from "../../workspace/dayContext";
import { changeLead } from "../act/calls";
import type { LeadAct } from "../act/useLeadAct";
import type { LeadView } from "../types";
import { useLeadWords } from "../useLeadWords";
import { FieldInput } from "./FieldInput";
import { addressOf, type Draft, draftOf, type LeadField, sayField, valueIn, valueSent } from "./fields";

interface FieldRowProps {
  field: LeadField;
  lead: LeadView;
  acts: LeadAct;
  mayWrite: boolean;
}

/** One field of a lead. */
export function FieldRow({ field, lead, acts, mayWrite }: FieldRowProps) {
  const { t } = useTranslation();
  const words = useLeadWords();
  const { workspace, dayOf } = useDay();
  const [draft, setDraft] = useState<Draft | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const value = valueIn(lead, field);
  const said = sayField(field, value, words);
  const address = said === "" ? null : addressOf(field.kind, String(value));
  const currency = lead.amount?.currency ?? workspace.currency;
  const close = () => {
    setDraft(null);
    setProblem(null);
    acts.forget();
  };
  const save = () => {
    if (draft === null) return;
    if (JSON.stringify(draft) === JSON.stringify(draftOf(field, value, dayOf))) return close();
    const next = valueSent(field, draft, currency);
    if (next === undefined) return setProblem(t("leads.field.amount_wrong"));
    if (next === null && field.isRequired) return setProblem(t("leads.field.required"));
    const body = field.custom ? { custom: { [field.id]: next } } : { [field.id]: next };
    const wanted = field.custom ? { custom: { ...lead.custom, [field.id]: next } } : body;
    acts.act({ wanted, call: changeLead(lead.id, body as Schemas["LeadChange"]), onDone: close });
  };
  const refused = draft !== null && acts.error ? problemOf(acts.error, field) : null;
  const wrong = problem ?? (refused !== null ? refused || problemText(acts.error, t) : null);
  return (
    <EditInPlace
      label={field.label}
      said={said || t("leads.field.none")}
      isEmpty={said === ""}
      address={address}
      isPage={field.kind === "link"}
      isOpen={draft !== null}
      onOpen={mayWrite ? () => setDraft(draftOf(field, value, dayOf)) : undefined}
      onSave={save}
      onClose={close}
      isSaving={acts.isPending}
      wrong={wrong}
      isLong={field.kind === "long"}
      input={(place) => (
        <FieldInput
          {...place}
          field={field}
          value={draft ?? ""}
          currency={currency}
          onChange={(next) => {
            setDraft(next);
            setProblem(null);
          }}
        />
      )}
    />
  );
}

/** What was said of this field; empty when only the whole was refused. */
function problemOf(error: unknown, field: LeadField): string {
  if (!isProblem(error)) return "";
  const name = field.custom ? `custom.${field.id}` : field.id;
  return error.errors.find((each) => each.field === name)?.message ?? "";
}
