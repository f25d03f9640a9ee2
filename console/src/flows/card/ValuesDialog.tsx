import { Modal } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "../../api/problem";
import act from "../../leads/act/act.module.css";
import { FormField } from "../../leads/create/FormField";
import type { Draft } from "../../leads/lead/fields";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { useDay } from "../../workspace/dayContext";
import { nodeOf } from "../course";
import { askedFields, type Drafts, draftsOf, readDrafts } from "../fields";
import { CardFiles } from "../files/CardFiles";
import type { CardView } from "../types";
import { useFlowWords } from "../useFlowWords";
import { useFocusOnOpen } from "../useFocusOnOpen";
import { useHolders } from "../useHolders";
import type { CardDialogProps } from "./CardDialog";
import { completeCard, recordValues, startCard } from "./calls";
import { missingOf, useCardMove } from "./useCardMove";

type ValuesMove = "start" | "complete";

/** What a card lacks to be started, or gives when it is completed: each field with what is known of it already. */
export function ValuesDialog({ course, card, move, onClose }: CardDialogProps & { move: ValuesMove }) {
  const { t } = useTranslation();
  const formId = useId();
  const words = useFlowWords();
  const { workspace } = useDay();
  const { roleName } = useHolders();
  const moves = useCardMove();
  const { run, flow } = course;
  const ids = move === "start" ? card.missing_to_start.fields : asked(card);
  // What the reader doesn't see is for somebody else to fill in.
  const seen = ids.filter((id) => run.fields.some((each) => each.id === id));
  const fields = flow ? askedFields(flow, seen, words.names, true) : [];
  const known = draftsOf(fields, run.fields);
  const firstEmpty = fields.find(({ id }) => !known[id]) ?? fields[0];
  useFocusOnOpen(firstEmpty ? `${formId}-${firstEmpty.id}` : null);
  const [typed, setTyped] = useState<Drafts>({});
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const missing = move === "start" ? card.missing_to_start : card.missing_to_complete;
  const node = nodeOf(flow, card.node);
  const wantsFiles = ((move === "start" ? node?.needs : node?.gives)?.attachments ?? 0) > 0;
  const focus = (id: string | undefined) => id && document.getElementById(`${formId}-${id}`)?.focus();
  const tell = (found: Record<string, string>) => {
    setProblems(found);
    focus(fields.find(({ id }) => found[id])?.id);
  };
  const currencyOf = (id: string) => {
    const value = run.fields.find((each) => each.id === id)?.value as
      | { currency?: string }
      | null
      | undefined;
    return value?.currency ?? workspace.currency;
  };
  const submit = () => {
    const read = readDrafts(fields, { ...known, ...typed }, known, currencyOf);
    const found = Object.fromEntries([
      ...read.missing.map((id) => [id, t("leads.field.required")]),
      ...read.wrong.map((id) => [id, t("leads.field.amount_wrong")]),
    ]);
    tell(found);
    if (Object.keys(found).length > 0) return;
    moves.move({
      card,
      call:
        move === "start"
          ? filledAndStarted(card.id, read.values)
          : completeCard(card.id, { values: read.values }),
      done: t(`flows.done.${move}`),
      onDone: onClose,
      onMoved: onClose,
      onRefused: (error) => tell(refusedFields(error, t("leads.field.required"))),
    });
  };
  const isTold = Object.keys(problems).length > 0;
  return (
    <Modal
      open
      title={t(`flows.values.${move}`, { step: card.node_name })}
      okText={t(`flows.move.${move}`)}
      cancelText={t("leads.cancel")}
      confirmLoading={moves.isPending}
      onOk={submit}
      onCancel={onClose}
    >
      <form
        className={act.dialog}
        aria-label={t(`flows.values.${move}`, { step: card.node_name })}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <p className={act.about}>
          {fields.length > 0 ? card.title : t("flows.values.nothing", { title: card.title })}
        </p>
        {missing.approval && (
          <p className={act.problem}>{t("flows.values.approval", { role: roleName(missing.approval) })}</p>
        )}
        {fields.map((field) => (
          <FormField
            key={field.id}
            id={`${formId}-${field.id}`}
            field={field}
            value={typed[field.id] ?? known[field.id] ?? ""}
            problem={problems[field.id]}
            hasFocus={false}
            onChange={(draft: Draft) => {
              setTyped((all) => ({ ...all, [field.id]: draft }));
              setProblems(({ [field.id]: _gone, ...rest }) => rest);
            }}
          />
        ))}
        {wantsFiles && <CardFiles run={run} card={card} lacking={missing.attachments} />}
        {!isTold && <ErrorNotice error={moves.error} />}
        {/* So that Enter in a field completes. */}
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </form>
    </Modal>
  );
}

/** What a card is asked for when it is completed: also what it would have needed to start, if it was not started. */
function asked(card: CardView): string[] {
  const toStart = card.state === "ready" ? card.missing_to_start.fields : [];
  return [...new Set([...toStart, ...card.outputs.map(({ id }) => id)])];
}

function filledAndStarted(id: string, values: Record<string, unknown>) {
  const start = startCard(id);
  return async (version: number | null) => {
    if (Object.keys(values).length === 0) return start(version);
    return start((await recordValues(id, values)(version)).version);
  };
}

/** By field: what a refusal says of it. */
function refusedFields(error: Error, required: string): Record<string, string> {
  const missing = missingOf(error);
  if (missing) return Object.fromEntries(missing.fields.map((id) => [id, required]));
  if (!isProblem(error)) return {};
  const at = "values.";
  return Object.fromEntries(
    error.errors
      .filter(({ field }) => field.startsWith(at))
      .map(({ field, message }) => [field.slice(at.length), message]),
  );
}
