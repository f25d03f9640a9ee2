/** What of the leads is shown: in the address, in a saved view, and as the API asks for it. Pure. */
import type { Schemas } from "../../api/client";

export const SORTS = ["next_follow_up_at", "-updated_at"] as const;
export const STATES = ["open", "closed", "all"] as const;
export const MARKS = ["pool", "silent", "overdue"] as const;
export type Sort = (typeof SORTS)[number];
export type State = (typeof STATES)[number];
export type Mark = (typeof MARKS)[number];

export interface Filters {
  stage?: string;
  /** A member's id, or `me`. */
  owner?: string;
  pool?: boolean;
  silent?: boolean;
  overdue?: boolean;
  state: State;
  q?: string;
  sort: Sort;
}

export interface LeadQuery {
  stage?: string;
  owner?: string;
  pool?: boolean;
  silent?: boolean;
  overdue?: boolean;
  open?: boolean;
  q?: string;
  sort?: Sort;
}

export const NO_FILTERS: Filters = { state: "open", sort: "next_follow_up_at" };
const IN_ADDRESS = ["stage", "owner", "pool", "silent", "overdue", "state", "q", "sort"] as const;

export function readFilters(search: URLSearchParams): Filters {
  const filters: Filters = {
    state: STATES.find((each) => each === search.get("state")) ?? NO_FILTERS.state,
    sort: SORTS.find((each) => each === search.get("sort")) ?? NO_FILTERS.sort,
  };
  for (const name of ["stage", "owner", "q"] as const) {
    const value = search.get(name);
    if (value) filters[name] = value;
  }
  for (const mark of MARKS) if (search.get(mark) === "1") filters[mark] = true;
  return filters;
}

/** `search` with other filters; whatever else stands in it stays. */
export function withFilters(search: URLSearchParams, filters: Filters): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const name of IN_ADDRESS) {
    const value = filters[name];
    const isUsual = value === undefined || value === false || value === "";
    if (isUsual || value === (NO_FILTERS as unknown as Record<string, unknown>)[name]) next.delete(name);
    else next.set(name, value === true ? "1" : String(value));
  }
  return next;
}

/** As `GET /v1/leads` takes them. A lead without an owner has nobody's name: of the two, the pool wins. */
export function toQuery(filters: Filters): LeadQuery {
  const { state, q, owner, sort, ...rest } = filters;
  return {
    ...rest,
    ...(owner && !filters.pool ? { owner } : {}),
    ...(state === "all" ? {} : { open: state === "open" }),
    ...(q?.trim() ? { q: q.trim().slice(0, 80) } : {}),
    sort,
  };
}

export function ofSaved(saved: Schemas["SavedView"]["filters"]): Filters {
  const filters: Filters = {
    state: saved.open === true ? "open" : saved.open === false ? "closed" : "all",
    sort: SORTS.find((each) => each === saved.sort) ?? NO_FILTERS.sort,
  };
  for (const name of ["stage", "owner", "q"] as const) {
    const value = saved[name];
    if (typeof value === "string" && value) filters[name] = value;
  }
  for (const mark of MARKS) if (saved[mark] === true) filters[mark] = true;
  return filters;
}

/** How many filters narrow the list; the order is none. */
export function countOf(filters: Filters): number {
  const marks = MARKS.filter((mark) => filters[mark]).length;
  const named = [filters.stage, filters.owner, filters.q].filter(Boolean).length;
  return marks + named + (filters.state === NO_FILTERS.state ? 0 : 1);
}
