import { EditOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "../../api/problem";
import { FieldInput } from "../../leads/lead/FieldInput";
import styles from "../../leads/lead/Fields.module.css";
import { addressOf, type Draft, draftOf, valueSent } from "../../leads/lead/fields";
import { problemText } from "../../ui/problems";
import { useDay } from "../../workspace/dayContext";
import { recordValues } from "../card/calls";
import { useCardMove } from "../card/useCardMove";
import { type Course, fieldOf, recorderOf } from "../course";
import { formField } from "../fields";
import type { FieldValue } from "../types";
import { useFlowWords } from "../useFlowWords";
import own from "./Run.module.css";

interface ValueRowProps {
  course: Course;
  value: FieldValue;
  /** Who recorded it, under the value. */
  showsHome?: boolean;
  isMissing?: boolean;
}

/** A field of a run; a correction is seen by every step that uses it. Enter saves, Escape leaves it as it was. */
export function ValueRow({ course, value, showsHome = false, isMissing = false }: ValueRowProps) {
  const { t } = useTranslation();
  const { workspace } = useDay();
  const words = useFlowWords();
  const id = useId();
  const edit = useRef<HTMLButtonElement>(null);
  const moves = useCardMove();
  const [draft, setDraft] = useState<Draft | null>(null);
  const [isWrong, setWrong] = useState(false);
  const { run, flow } = course;
  const definition = fieldOf(flow, value.id);
  const field = definition ? formField(definition, words.names) : null;
  const recorder = field ? recorderOf(run, value.id) : null;
  const said = words.value(value, definition);
  const address = said === "" ? null : addressOf(value.type as never, String(value.value));
  const home = run.cards.find((each) => each.node === value.recorded_by);
  const currency = (value.value as { currency?: string } | null)?.currency ?? workspace.currency;
  const close = () => {
    setDraft(null);
    setWrong(false);
    moves.forget();
    requestAnimationFrame(() => edit.current?.focus());
  };
  const save = () => {
    if (draft === null || !field || !recorder) return;
    if (JSON.stringify(draft) === JSON.stringify(draftOf(field, value.value, String))) return close();
    const next = valueSent(field, draft, currency);
    if (next === undefined) return setWrong(true);
    moves.move({
      card: recorder,
      call: recordValues(recorder.id, { [value.id]: next }),
      onDone: close,
      onMoved: close,
    });
  };
  const wrong = isWrong
    ? t("leads.field.amount_wrong")
    : refusal(moves.error, value.id, (error) => problemText(error, t));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    } else if (event.key === "Enter") {
      // Enter in an open list chooses in it.
      if ((event.target as HTMLElement).getAttribute("aria-expanded") === "true") return;
      event.preventDefault();
      save();
    }
  };
  return (
    <div className={styles.field} data-edited={draft !== null}>
      <dt className={styles.name}>
        {draft === null ? value.name : <label htmlFor={id}>{value.name}</label>}
      </dt>
      <dd className={styles.value}>
        {draft === null || !field ? (
          <>
            <span className={styles.said} data-empty={said === ""}>
              {address ? (
                <a href={address} {...(value.type === "link" ? { target: "_blank", rel: "noreferrer" } : {})}>
                  {said}
                </a>
              ) : (
                said ||
                (isMissing ? (
                  <span className={own.missing}>{t("flows.fields.missing")}</span>
                ) : (
                  t("leads.field.none")
                ))
              )}
              {showsHome && said !== "" && (
                <span className={own.home}>{home ? home.node_name : t("flows.fields.by_start")}</span>
              )}
            </span>
            {recorder && (
              <Button
                ref={edit}
                className={styles.edit}
                type="text"
                size="small"
                icon={<EditOutlined />}
                aria-label={t("leads.field.edit", { field: value.name })}
                onClick={() => setDraft(field && draftOf(field, value.value, String))}
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
                setWrong(false);
              }}
            />
            {wrong && (
              <p id={`${id}-wrong`} role="alert" className={styles.wrong}>
                {wrong}
              </p>
            )}
            <div className={styles.buttons}>
              <Button size="small" type="primary" loading={moves.isPending} onClick={save}>
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

/** What was said of this field, else of the whole. */
function refusal(error: unknown, id: string, whole: (error: unknown) => string): string | null {
  if (!error) return null;
  const here = isProblem(error)
    ? error.errors.find((each) => each.field === `values.${id}`)?.message
    : undefined;
  return here ?? whole(error);
}
