import { expect, test } from "vitest";
import { safeNext } from "./next";

test("a path of the console is where one goes on", () => {
  expect(safeNext("/leads?stage=won#x")).toBe("/leads?stage=won#x");
});

test("an address of somewhere else leads home", () => {
  for (const next of [
    "//evil.example",
    "https://evil.example/",
    "/\\evil.example",
    "javascript:alert(1)",
    "",
    null,
  ]) {
    expect(safeNext(next)).toBe("/");
  }
});
