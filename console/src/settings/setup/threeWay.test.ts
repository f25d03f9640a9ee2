import { expect, test } from "vitest";
import { threeWay } from "./threeWay";

test("what only one of the two changed is as that one wants it", () => {
  const base = { repeat: 3, digest: "08:30" };
  expect(threeWay({ repeat: 5, digest: "08:30" }, base, { repeat: 3, digest: "09:00" })).toEqual({
    repeat: 5,
    digest: "09:00",
  });
});

test("where both changed the same value mine stays", () => {
  expect(threeWay({ days: 5 }, { days: 3 }, { days: 4 })).toEqual({ days: 5 });
});

test("an entry that they added is not lost when I changed another", () => {
  const base = [{ key: "a", name: "A" }];
  const mine = [{ key: "a", name: "Mine" }];
  const theirs = [
    { key: "a", name: "A" },
    { key: "b", name: "B" },
  ];
  expect(threeWay(mine, base, theirs)).toEqual([
    { key: "a", name: "Mine" },
    { key: "b", name: "B" },
  ]);
});

test("my order of a list stays, with their change inside an entry", () => {
  const base = [
    { key: "a", days: 1 },
    { key: "b", days: 1 },
  ];
  const mine = [
    { key: "b", days: 1 },
    { key: "a", days: 1 },
  ];
  const theirs = [
    { key: "a", days: 9 },
    { key: "b", days: 1 },
  ];
  expect(threeWay(mine, base, theirs)).toEqual([
    { key: "b", days: 1 },
    { key: "a", days: 9 },
  ]);
});

test("a value that they took away and I left alone is gone", () => {
  expect(threeWay({ x: "1", y: "2", z: "3" }, { x: "1", y: "2" }, { x: "1" })).toEqual({ x: "1", z: "3" });
});
