import { expect, test } from "vitest";
import { progressInterval } from "./polling";
import { guessedKind, packed, tableType } from "./upload";

test("the kind is guessed by the file's name, and is leads where that says nothing", () => {
  expect(guessedKind("sales_teams.csv")).toBe("members");
  expect(guessedKind("产品价目表.xlsx")).toBe("products");
  expect(guessedKind("accounts.csv")).toBe("customers");
  expect(guessedKind("客户线索 2026.xlsx")).toBe("leads");
  expect(guessedKind("sheet1.csv")).toBe("leads");
});

test("only tables are taken", () => {
  expect(tableType("A.CSV")).toBe("text/csv");
  expect(tableType("a.xls")).toBeNull();
});

test("a small table is sent as it is", async () => {
  const file = new File(["name\n明川"], "a.csv");
  expect(await packed(file)).toEqual({ body: file });
});

test("progress is asked for less often the longer nothing goes on", () => {
  expect(progressInterval(0)).toBe(700);
  expect(progressInterval(9_000)).toBe(3_000);
  expect(progressInterval(600_000)).toBe(15_000);
});
