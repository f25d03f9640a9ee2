import { expect, test } from "vitest";
import { pollEvery } from "./polling";

test("a page that is looked at asks every ten seconds", () => {
  expect(pollEvery(0)).toBe(10_000);
});

test("a hidden page asks ever more seldom, but at least every five minutes", () => {
  expect(pollEvery(60_000)).toBe(40_000);
  expect(pollEvery(60_000)).toBeLessThan(pollEvery(120_000));
  expect(pollEvery(24 * 3_600_000)).toBe(300_000);
});
