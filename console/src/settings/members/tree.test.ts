import { expect, test } from "vitest";
import type { Member } from "../setup/types";
import { found, lineOf, treeRows } from "./tree";

const member = (id: string, supervisor_id: string | null = null): Member => ({
  id,
  name: id,
  email: `${id}@example.com`,
  role: "rep",
  supervisor_id,
  supervisor_name: null,
  region: null,
  status: "active",
  locale: "zh-CN",
  digest: true,
  digest_at: null,
  created_at: "2026-01-01T00:00:00.000Z",
  version: 1,
});

test("reports stand under their supervisor, one step deeper", () => {
  const rows = treeRows([member("rep", "lead"), member("boss"), member("lead", "boss")]);
  expect(rows.map((row) => [row.member.id, row.depth, row.reports])).toEqual([
    ["boss", 0, 1],
    ["lead", 1, 1],
    ["rep", 2, 0],
  ]);
});

test("nobody is lost in a circle or under somebody who left", () => {
  const rows = treeRows([member("a", "b"), member("b", "a"), member("c", "gone")]);
  expect(rows.map((row) => row.member.id).sort()).toEqual(["a", "b", "c"]);
});

test("the line of a member is everyone below", () => {
  const members = [member("boss"), member("lead", "boss"), member("rep", "lead"), member("other")];
  expect([...lineOf(members, "boss")].sort()).toEqual(["boss", "lead", "rep"]);
});

test("people are found by name, e-mail or region", () => {
  const rows = treeRows([member("lin"), { ...member("gao"), region: "华东" }]);
  expect(found(rows, "华").map((row) => row.member.id)).toEqual(["gao"]);
  expect(found(rows, "LIN@").map((row) => row.member.id)).toEqual(["lin"]);
  expect(found(rows, " ")).toHaveLength(2);
});
