/** What is done with a lead of the day. Unconditional: the list may be older than the lead, and the answer says so. */
import { type Call, changeLead } from "../leads/act/calls";
import type { LeadView } from "../leads/types";

export type { LeadView };

export const plainly = (call: Call) => async (): Promise<LeadView> => (await call(null)).body;

export const planFollowUp = (id: string, next_follow_up_at: string) =>
  plainly(changeLead(id, { next_follow_up_at }));

/** The date that an undo may give back: the API takes no date that is past, so what was late is planned for today. */
export function givenBack(before: string | null | undefined, now: Date, today: string): string {
  return before && Date.parse(before) > now.getTime() ? before : today;
}
