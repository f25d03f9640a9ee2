import type { TFunction } from "i18next";
import { expect, test } from "vitest";
import type { Words } from "../changes/words";
import { eventLines, leadOf, subjectOf, toldOf } from "./eventLines";
import type { LogEvent } from "./queries";

const t = ((key: string, values?: { count?: number }) =>
  values?.count === undefined ? key : `${key}:${values.count}`) as unknown as TFunction;
const names: Record<string, string> = { m_1: "林舒", m_2: "高远", negotiation: "商务谈判", won: "赢单" };
const called = (id: string) => names[id] ?? id;
const WORDS: Words = {
  t,
  language: "zh-CN",
  member: called,
  stage: called,
  channel: called,
  reason: called,
  field: (id) => id,
  names: (both) => both["zh-CN"],
  moment: (instant) => `@${instant.slice(0, 10)}`,
};
const event = (more: Partial<LogEvent>): LogEvent => ({
  id: "e",
  kind: "lead.changed",
  about: "lead_1",
  actor: "m_1",
  actor_name: "林舒",
  at: "2026-11-24T01:00:00.000Z",
  changes: {},
  facts: {},
  ...more,
});

test("ids of stages and people are told by their names", () => {
  const changes = { stage: ["negotiation", "won"], owner_id: [null, "m_2"] };
  expect(eventLines(event({ changes }), WORDS)).toEqual([
    { what: "stage", before: "商务谈判", after: "赢单" },
    { what: "owner_id", before: "settings.change.none", after: "高远" },
  ]);
});

test("instants are told on the workspace's wall", () => {
  const changes = { next_follow_up_at: ["2026-11-23T07:59:00.000Z", "2026-11-30T06:03:00.000Z"] };
  expect(eventLines(event({ changes }), WORDS)[0]).toMatchObject({
    before: "@2026-11-23",
    after: "@2026-11-30",
  });
});

test("a changed limit of a stage is one line with the stage's name", () => {
  const stage = {
    id: "negotiation",
    names: { "zh-CN": "商务谈判", en: "Talks" },
    silent_days: 7,
    archived: false,
  };
  const changes = { stages: [[stage], [{ ...stage, silent_days: 5 }]] };
  expect(eventLines(event({ kind: "workspace.changed", changes }), WORDS)).toEqual([
    { what: "商务谈判 · silent_days", before: "settings.days:7", after: "settings.days:5" },
  ]);
});

test("entries that were added, archived and moved have a line each", () => {
  const entry = (id: string, archived = false) => ({ id, names: { "zh-CN": id, en: id }, archived });
  const changes = {
    hold_reasons: [
      [entry("a"), entry("b"), entry("c")],
      [entry("b"), entry("a"), entry("d"), entry("c", true)],
    ],
  };
  expect(eventLines(event({ kind: "workspace.changed", changes }), WORDS)).toEqual([
    { what: "hold_reasons", before: null, after: "d" },
    { what: "hold_reasons", before: null, after: "c · settings.change.archived" },
    { what: "hold_reasons · settings.change.order", before: "a → b", after: "b → a" },
  ]);
});

test("what an event is about is a name, or a member, or nothing that one could read", () => {
  expect(subjectOf(event({ facts: { name: "上海云楷" } }), WORDS)).toBe("上海云楷");
  expect(subjectOf(event({ about: "m_2" }), WORDS)).toBe("高远");
  expect(subjectOf(event({}), WORDS)).toBeNull();
});

test("an erased lead has nothing to open", () => {
  expect(leadOf(event({}))).toBe("lead_1");
  expect(leadOf(event({ kind: "lead.erased" }))).toBeNull();
});

test("the facts of a follow-up are one line", () => {
  const facts = { follow_up: "call", outcome: "met", summary: "谈了报价", owner_id: "m_1" };
  expect(toldOf(event({ kind: "lead.followed_up", facts }), WORDS)).toBe("call · met · 谈了报价");
});

test("the rules of assignment that somebody leaves are told as settings", () => {
  const rules = { rule: "round_robin", members: ["m_1", "m_2"] };
  const changes = { assignment: [rules, { ...rules, members: ["m_2"] }] };
  const told = eventLines(event({ kind: "member.removed", changes }), WORDS);
  expect(told.map(({ before, after }) => [before, after])).toEqual([["林舒, 高远", "高远"]]);
});
