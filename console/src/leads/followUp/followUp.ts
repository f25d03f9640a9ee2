/** What a follow-up box begins with and keeps. Pure but for the keeping. */
import type { Schemas } from "../../api/client";
import { keep, readKept } from "../kept";
import { keepDraft, readDraft } from "./summaries";

export type Kind = Schemas["NewFollowUp"]["kind"];
export type Outcome = Schemas["NewFollowUp"]["outcome"];
export const KINDS: Kind[] = ["call", "chat", "visit", "video", "email", "demo"];
export const OUTCOMES: Outcome[] = ["connected", "replied", "met", "no_answer", "refused"];

/** How a contact of this kind mostly comes out, until this person has had one. */
const USUAL: Record<Kind, Outcome> = {
  call: "connected",
  chat: "replied",
  email: "replied",
  visit: "met",
  video: "met",
  demo: "met",
};
/** The same as the day's list uses. */
const KIND_KEPT = "gp.follow_up_kind";

export interface FollowUpDraft {
  kind: Kind;
  outcome: Outcome;
  summary: string;
  /** `YYYY-MM-DD`; null: the usual one of the day on which it is saved. */
  next: string | null;
  blocker: string | null;
  stage: string | null;
  amount: string;
  reason: string | null;
}

export function usualOutcome(kind: Kind): Outcome {
  const kept = readKept("outcomes") as Partial<Record<Kind, Outcome>> | null;
  return OUTCOMES.find((each) => each === kept?.[kind]) ?? USUAL[kind];
}

function lastKind(): Kind {
  try {
    return KINDS.find((each) => each === localStorage.getItem(KIND_KEPT)) ?? "call";
  } catch {
    return "call";
  }
}

export function newDraft(): FollowUpDraft {
  const kind = lastKind();
  return {
    kind,
    outcome: usualOutcome(kind),
    summary: "",
    next: null,
    blocker: null,
    stage: null,
    amount: "",
    reason: null,
  };
}

/** What was begun for this lead on this device, here or in the day's list. */
export function keptDraft(leadId: string): FollowUpDraft {
  const kept = readKept(`draft.${leadId}`);
  const rest = typeof kept === "object" && kept !== null ? (kept as Partial<FollowUpDraft>) : {};
  return { ...newDraft(), ...rest, summary: readDraft(leadId) };
}

export function keepFollowUp(leadId: string, draft: FollowUpDraft): void {
  keepDraft(leadId, draft.summary);
  keep(`draft.${leadId}`, draft.summary.trim() ? draft : null);
}

/** Saved: nothing is begun any more, and next time begins as this one went. */
export function forgetFollowUp(leadId: string, saved: FollowUpDraft): void {
  keepDraft(leadId, "");
  keep(`draft.${leadId}`, null);
  const outcomes = (readKept("outcomes") ?? {}) as Partial<Record<Kind, Outcome>>;
  keep("outcomes", { ...outcomes, [saved.kind]: saved.outcome });
  try {
    localStorage.setItem(KIND_KEPT, saved.kind);
  } catch {
    // The default is then asked for by a tap.
  }
}
