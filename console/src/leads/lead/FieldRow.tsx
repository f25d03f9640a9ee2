import { EditOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../../api/client";
import { isProblem } from "../../api/problem";
import { problemText } from "../../ui/problems";
import { useDay } from "../../workspace/dayContext";
import { changeLead } from "../act/calls";
import type { LeadAct } from "../act/useLeadAct";
import type { LeadView } from "../types";
import { useLeadWords } from "../useLeadWords";
import { FieldInput } from "./FieldInput";
import styles from "./Fields.module.css";
import { addressOf, type Draft, draftOf, type LeadField, sayField, valueIn, valueSent } from "./fields";

interface FieldRowProps {
  field: LeadField;
  lead: LeadView;
  acts: LeadAct;
  mayWrite: boolean;
}

/** One field, changed in place: Enter saves, Escape leaves it as it was. */
export function FieldRow({ field, lead, acts, mayWrite }: FieldRowProps) {
  const { t } = useTranslation();
  const words = useLeadWords();
  const { workspace, dayOf } = useDay();
  const id = useId();
  const edit = useRef<HTMLButtonElement>(null);
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
    requestAnimationFrame(() => edit.current?.focus());
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
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    } else if (event.key === "Enter" && (field.kind !== "long" || event.ctrlKey || event.metaKey)) {
      // Enter in an open list chooses in it.
      if ((event.target as HTMLElement).getAttribute("aria-expanded") === "true") return;
      event.preventDefault();
      save();
    }
  };
  return (
    <div className={styles.field} data-edited={draft !== null}>
      <dt className={styles.name}>
        {draft === null ? field.label : <label htmlFor={id}>{field.label}</label>}
      </dt>
      <dd className={styles.value}>
        {draft === null ? (
          <>
            <span className={styles.said} data-empty={said === ""}>
              {address ? (
                <a href={address} {...(field.kind === "link" ? { target: "_blank", rel: "noreferrer" } : {})}>
                  {said}
                </a>
              ) : (
                said || t("leads.field.none")
              )}
            </span>
            {mayWrite && (
              <Button
                ref={edit}
                className={styles.edit}
                type="text"
                size="small"
                icon={<EditOutlined />}
                aria-label={t("leads.field.edit", { field: field.label })}
                onClick={() => setDraft(draftOf(field, value, dayOf))}
              />
            )}
          </>
        ) : (
          // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the input inside
          <div className={styles.editor} onKeyDown={onKeyDown}>
            <FieldInput
              id={id}
              field={field}
              value={draft}
              currency={currency}
              hasFocus
              isInvalid={wrong !== null}
              describedBy={wrong ? `${id}-wrong` : undefined}
              onChange={(next) => {
                setDraft(next);
                setProblem(null);
              }}
            />
            {wrong && (
              <p id={`${id}-wrong`} role="alert" className={styles.wrong}>
                {wrong}
              </p>
            )}
            <div className={styles.buttons}>
              <Button size="small" type="primary" loading={acts.isPending} onClick={save}>
                {t("leads.save")}
              </Button>
              <Button size="small" onClick={close}>
                {t("leads.cancel")}
              </Button>
            </div>
          </div>
        )}
      </dd>
    </div>
  );
}

/** What was said of this field; empty when only the whole was refused. */
function problemOf(error: unknown, field: LeadField): string {
  if (!isProblem(error)) return "";
  const name = field.custom ? `custom.${field.id}` : field.id;
  return error.errors.find((each) => each.field === name)?.message ?? "";
}
