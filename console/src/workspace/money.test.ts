import { expect, test } from "vitest";
import { amountOf, moneyText } from "./money";

test("an amount may be typed with blanks and separators", () => {
  expect(amountOf(" 1,234,500.50 ")).toBe("1234500.50");
  expect(amountOf("12，000")).toBe("12000");
});

test("what is no amount is none", () => {
  for (const typed of ["", "-5", "1.23456", "12万", "1e5"]) expect(amountOf(typed)).toBeNull();
});

test("round amounts are shown without decimals", () => {
  expect(moneyText({ amount: "45500.00", currency: "CNY" }, "zh-CN")).toBe("¥45,500");
  expect(moneyText({ amount: "45500.50", currency: "CNY" }, "zh-CN")).toBe("¥45,500.50");
});

test("only the workspace's own currency goes by its short sign", () => {
  const money = { amount: "5.00", currency: "CNY" };
  expect(moneyText(money, "en", "CNY")).toBe("¥5");
  expect(moneyText(money, "en", "JPY")).toBe("CN¥5");
});
