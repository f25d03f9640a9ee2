/** Figures of the board's columns, out of the pipeline. Pure. */
import type { Filters } from "../filter/filters";
import type { Cell, LeadRow, Money } from "../types";

export interface Totals {
  leads: number;
  silent: number;
  /** One for each currency, the largest first. */
  amounts: Money[];
}

/** Of one stage; null where the pipeline can't know, since it counts by stage and owner only. */
export function totalsOf(
  cells: Cell[] | undefined,
  stage: string,
  filters: Filters,
  me: string | undefined,
): Totals | null {
  if (!cells || filters.q || filters.silent || filters.overdue) return null;
  const owner = filters.owner === "me" ? me : filters.owner;
  const mine = cells.filter(
    (cell) =>
      cell.stage === stage &&
      (filters.pool ? cell.owner_id === null : owner === undefined || cell.owner_id === owner),
  );
  const sums = new Map<string, number>();
  for (const { amount } of mine) {
    if (amount) sums.set(amount.currency, (sums.get(amount.currency) ?? 0) + Number(amount.amount));
  }
  return {
    leads: mine.reduce((sum, cell) => sum + cell.leads, 0),
    silent: mine.reduce((sum, cell) => sum + cell.silent, 0),
    amounts: [...sums]
      .filter(([, amount]) => amount > 0)
      .sort(([, one], [, other]) => other - one)
      .map(([currency, amount]) => ({ currency, amount: amount.toFixed(2) })),
  };
}

/** The pipeline after a lead was moved, until it is read anew. */
export function movedCells(cells: Cell[], lead: LeadRow, to: string): Cell[] {
  const currency = lead.amount?.currency ?? null;
  const isOf = (cell: Cell, stage: string | null | undefined) =>
    cell.stage === stage &&
    (cell.owner_id ?? null) === (lead.owner_id ?? null) &&
    (cell.amount?.currency ?? null) === currency;
  const shifted = (cell: Cell, by: 1 | -1): Cell => ({
    ...cell,
    leads: cell.leads + by,
    silent: Math.max(0, cell.silent + (lead.silent ? by : 0)),
    amount:
      cell.amount && lead.amount
        ? {
            ...cell.amount,
            amount: (Number(cell.amount.amount) + by * Number(lead.amount.amount)).toFixed(2),
          }
        : cell.amount,
  });
  const next = cells.map((cell) =>
    isOf(cell, lead.stage) ? shifted(cell, -1) : isOf(cell, to) ? shifted(cell, 1) : cell,
  );
  if (next.some((cell) => isOf(cell, to))) return next;
  const first = { stage: to, owner_id: lead.owner_id ?? null, leads: 1, silent: lead.silent ? 1 : 0 };
  return [...next, { ...first, amount: lead.amount ?? null }];
}
