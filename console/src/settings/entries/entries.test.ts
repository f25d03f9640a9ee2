import { expect, test } from "vitest";
import { archived, bothNames, type Entry, moved, replaced, restored } from "./entries";

const entry = (key: string, more: Partial<Entry> = {}): Entry => ({
  key,
  id: key,
  names: { "zh-CN": key, en: key },
  archived: false,
  ...more,
});
const keys = (entries: Entry[]) => entries.map((each) => each.key).join("");

test("an entry that is dragged down or up takes the place of the one it is dropped on", () => {
  const list = ["a", "b", "c", "d"].map((key) => entry(key));
  expect(keys(moved(list, "a", "c"))).toBe("bcad");
  expect(keys(moved(list, "d", "b"))).toBe("adbc");
});

test("a new entry comes before the archived ones", () => {
  const list = [entry("a"), entry("z", { archived: true })];
  expect(keys(replaced(list, entry("n", { id: undefined })))).toBe("anz");
});

test("what the server knows is archived, what it doesn't is gone", () => {
  const known = entry("a");
  const fresh = entry("n", { id: undefined });
  expect(archived([known, fresh], known).map((each) => [each.key, each.archived])).toEqual([
    ["n", false],
    ["a", true],
  ]);
  expect(keys(archived([known, fresh], fresh))).toBe("a");
});

test("a restored entry is the last of those in use", () => {
  const list = [entry("a"), entry("x", { archived: true }), entry("z", { archived: true })];
  expect(restored(list, list[2] as Entry).map((each) => [each.key, each.archived])).toEqual([
    ["a", false],
    ["z", false],
    ["x", true],
  ]);
});

test("a name that is left out is the one of the other language", () => {
  expect(bothNames({ "zh-CN": " 谈判 ", en: "" })).toEqual({ "zh-CN": "谈判", en: "谈判" });
  expect(bothNames({ en: "Talks" })).toEqual({ "zh-CN": "Talks", en: "Talks" });
});
