/** What of a board is shown: in the address, and as the API asks for it. Pure. */
export const MARKS = ["mine", "late", "blocked"] as const;
export type BoardMark = (typeof MARKS)[number];

/** As `GET /v1/board` takes them; what is not there narrows nothing. */
export interface BoardFilters {
  mine?: true;
  late?: true;
  blocked?: true;
  /** A flow role. */
  role?: string;
  customer_id?: string;
}

const ROLE = /^[a-z][a-z0-9_]{0,39}$/;
const CUSTOMER = /^cust_[0-9A-Z]{26}$/;

export function readFilters(search: URLSearchParams): BoardFilters {
  const filters: BoardFilters = {};
  for (const mark of MARKS) if (search.get(mark) === "1") filters[mark] = true;
  const role = search.get("role");
  const customer = search.get("customer");
  if (role && ROLE.test(role)) filters.role = role;
  if (customer && CUSTOMER.test(customer)) filters.customer_id = customer;
  return filters;
}

/** `search` with other filters; whatever else stands in it stays. */
export function withFilters(search: URLSearchParams, filters: BoardFilters): URLSearchParams {
  const next = new URLSearchParams(search);
  const put = (name: string, value: string | undefined) =>
    value ? next.set(name, value) : next.delete(name);
  for (const mark of MARKS) put(mark, filters[mark] ? "1" : undefined);
  put("role", filters.role);
  put("customer", filters.customer_id);
  return next;
}

export function countOf(filters: BoardFilters): number {
  return Object.values(filters).filter(Boolean).length;
}

/** `filters` with one mark more or less. */
export function marked(filters: BoardFilters, mark: BoardMark, isOn: boolean): BoardFilters {
  const { [mark]: _before, ...rest } = filters;
  return isOn ? { ...rest, [mark]: true } : rest;
}
