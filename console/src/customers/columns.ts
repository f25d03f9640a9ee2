/** The columns of the customers' table, their widths in px; the name takes what is left. */
export const COLUMNS = {
  contact: 190,
  phone: 160,
  open_leads: 110,
  closed_leads: 110,
  owner_ids: 170,
  updated_at: 110,
} as const;
export type Column = keyof typeof COLUMNS;
export const NUMERIC: ReadonlySet<Column> = new Set(["open_leads", "closed_leads"]);
