import { expect, test } from "vitest";
import { mergedLines, openMerges } from "./merging";
import type { Customer } from "./types";

const customer = (more: Partial<Customer>) => more as Customer;
const event = (kind: string, at: string, facts: object) =>
  ({ kind, at, facts, actor_name: "林舒" }) as unknown as Parameters<typeof openMerges>[0][number];
const NOW = new Date("2026-11-24T00:00:00Z");

test("who stays keeps what it has and takes over what it lacks", () => {
  const into = customer({ name: "澜图", phone: "+861", industry: null });
  const from = customer({ name: "澜图食品", phone: "+862", industry: "食品" });
  expect(mergedLines(into, from)).toEqual([
    { field: "name", into: "澜图", from: "澜图食品", stays: "into" },
    { field: "phone", into: "+861", from: "+862", stays: "into" },
    { field: "industry", into: null, from: "食品", stays: "from" },
  ]);
});

test("a merge may be undone for thirty days, and once", () => {
  const merged = (id: string, at: string) => event("customer.merged", at, { merged: id, name: id });
  const events = [
    event("customer.merge_undone", "2026-11-22T00:00:00Z", { split: "cust_b" }),
    merged("cust_b", "2026-11-21T00:00:00Z"),
    merged("cust_a", "2026-11-20T00:00:00Z"),
    merged("cust_old", "2026-10-01T00:00:00Z"),
  ];
  expect(openMerges(events, NOW).map(({ id }) => id)).toEqual(["cust_a"]);
});

test("what was merged again after an undo is merged", () => {
  const events = [
    event("customer.merged", "2026-11-23T00:00:00Z", { merged: "cust_a", name: "a" }),
    event("customer.merge_undone", "2026-11-22T00:00:00Z", { split: "cust_a" }),
    event("customer.merged", "2026-11-21T00:00:00Z", { merged: "cust_a", name: "a" }),
  ];
  expect(openMerges(events, NOW).map(({ at }) => at)).toEqual(["2026-11-23T00:00:00Z"]);
});
