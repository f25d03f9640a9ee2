import { expect, test } from "vitest";
import { byRep, type LeadRow, sortOut } from "./worklist";

const lead = (id: string, more: Partial<LeadRow> = {}): LeadRow => ({ id, version: 1, ...more });

test("a lead that is late and silent stands once, and the silent ones above are counted", () => {
  const late = lead("a", { overdue: true, silent: true });
  const { rows, silentAbove } = sortOut({ due: [late], silent: [late, lead("b")], coming: [], pool: [] });
  expect(rows.overdue.map(({ id }) => id)).toEqual(["a"]);
  expect(rows.silent.map(({ id }) => id)).toEqual(["b"]);
  expect(silentAbove).toBe(1);
});

test("a held lead waits for its day in one place only, also when it wakes today", () => {
  const held = lead("h", { hold_until: "2026-11-24T09:00:00Z" });
  const { rows } = sortOut({ due: [held], silent: [], coming: [held, lead("c")], pool: [] });
  expect(rows.today).toEqual([]);
  expect(rows.waking.map(({ id }) => id)).toEqual(["h"]);
});

test("the rep with the most to do comes first, and leads without an owner have their own group", () => {
  const rows = [
    lead("1", { owner_id: "m_1", owner_name: "陈桦" }),
    lead("2", { owner_id: "m_2", owner_name: "吴桐" }),
    lead("3", { owner_id: "m_2", owner_name: "吴桐" }),
    lead("4"),
  ];
  expect(byRep(rows).map(({ name, rows: own }) => [name, own.length])).toEqual([
    ["吴桐", 2],
    ["陈桦", 1],
    [null, 1],
  ]);
});
