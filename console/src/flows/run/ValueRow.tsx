import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "../../api/problem";
import { FieldInput } from "../../leads/lead/FieldInput";
import { addressOf, type Draft, draftOf, valueSent } from "../../leads/lead/fields";
import { EditInPlace } from "../../ui/EditInPlace";
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
  const none = isMissing ? (
    <span className={own.missing}>{t("flows.fields.missing")}</span>
  ) : (
    t("leads.field.none")
  );
  return (
    <EditInPlace
      label={value.name}
      said={said || none}
      isEmpty={said === ""}
      address={address}
      isPage={value.type === "link"}
      more={
        showsHome &&
        said !== "" && <span className={own.home}>{home ? home.node_name : t("flows.fields.by_start")}</span>
      }
      isOpen={draft !== null && field !== null}
      onOpen={recorder ? () => setDraft(field && draftOf(field, value.value, String)) : undefined}
      onSave={save}
      onClose={close}
      isSaving={moves.isPending}
      wrong={wrong}
      input={(place) =>
        field && (
          <FieldInput
            {...place}
            field={field}
            value={draft ?? ""}
            currency={currency}
            onChange={(next) => {
              setDraft(next);
              setWrong(false);
            }}
          />
        )
      }
    />
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
