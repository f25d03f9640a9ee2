import { expect, test } from "vitest";
import { NO_FILTERS } from "../filter/filters";
import type { Cell, LeadRow } from "../types";
import { movedCells, totalsOf } from "./totals";

const cell = (
  stage: string,
  owner_id: string | null,
  leads: number,
  amount?: string,
  currency = "CNY",
): Cell => ({
  stage,
  owner_id,
  leads,
  silent: 0,
  amount: amount ? { amount, currency } : null,
});
const cells = [
  cell("quoted", "m_1", 2, "300.00"),
  cell("quoted", "m_2", 1, "50.00", "USD"),
  cell("quoted", null, 4),
  cell("won", "m_1", 9, "9.00"),
];

test("a stage is summed over owners, and currencies stand apart", () => {
  expect(totalsOf(cells, "quoted", NO_FILTERS, "m_1")).toEqual({
    leads: 7,
    silent: 0,
    amounts: [
      { currency: "CNY", amount: "300.00" },
      { currency: "USD", amount: "50.00" },
    ],
  });
});

test("filters by owner and pool are counted, others cannot be", () => {
  expect(totalsOf(cells, "quoted", { ...NO_FILTERS, owner: "me" }, "m_2")?.leads).toBe(1);
  expect(totalsOf(cells, "quoted", { ...NO_FILTERS, pool: true }, "m_2")?.leads).toBe(4);
  expect(totalsOf(cells, "quoted", { ...NO_FILTERS, silent: true }, "m_2")).toBeNull();
});

test("a move takes a lead and its amount from one column to the other", () => {
  const lead = {
    id: "lead_1",
    stage: "quoted",
    owner_id: "m_1",
    amount: { amount: "100.00", currency: "CNY" },
  } as LeadRow;
  const moved = movedCells(cells, lead, "won");
  expect(totalsOf(moved, "quoted", NO_FILTERS, undefined)?.amounts[0]?.amount).toBe("200.00");
  expect(totalsOf(moved, "won", NO_FILTERS, undefined)).toMatchObject({ leads: 10 });
});

test("a move to a stage where the owner had none makes a place for it", () => {
  const lead = { id: "lead_1", stage: "quoted", owner_id: "m_1", silent: true } as LeadRow;
  expect(totalsOf(movedCells([], lead, "won"), "won", NO_FILTERS, undefined)).toMatchObject({
    leads: 1,
    silent: 1,
  });
});
