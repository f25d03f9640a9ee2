import { expect, test } from "vitest";
import type { LeadEvent } from "../types";
import { ownersOf } from "./owners";

const event = (kind: string, at: string, more: Partial<LeadEvent> = {}): LeadEvent => ({
  id: at,
  kind,
  about: "lead_1",
  actor: "m_1",
  actor_name: null,
  at,
  recorded_at: at,
  changes: {},
  facts: {},
  ...more,
});

test("owners follow each other, the pool between them", () => {
  const events = [
    event("lead.claimed", "2026-03-01", { changes: { owner_id: [null, "m_2"] } }),
    event("lead.followed_up", "2026-02-20"),
    event("lead.returned_to_pool", "2026-02-01", { changes: { owner_id: ["m_1", null] } }),
    event("lead.created", "2026-01-01", { facts: { owner_id: "m_1" } }),
  ];
  expect(ownersOf(events)).toEqual([
    { ownerId: "m_2", from: "2026-03-01", to: null },
    { ownerId: null, from: "2026-02-01", to: "2026-03-01" },
    { ownerId: "m_1", from: "2026-01-01", to: "2026-02-01" },
  ]);
});

test("a lead that came in without an owner began in the pool", () => {
  expect(ownersOf([event("lead.created", "2026-01-01")])).toEqual([
    { ownerId: null, from: "2026-01-01", to: null },
  ]);
});
