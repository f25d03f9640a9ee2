import { expect, test } from "vitest";
import { pollingInterval } from "./polling";

test("just after a change the inbox is asked every 20 seconds", () => {
  expect(pollingInterval(0)).toBe(20_000);
  expect(pollingInterval(119_000)).toBe(20_000);
});

test("the longer nothing changes the rarer it is asked, never under every 5 minutes", () => {
  expect(pollingInterval(12 * 60_000)).toBe(120_000);
  expect(pollingInterval(24 * 3_600_000)).toBe(300_000);
});
