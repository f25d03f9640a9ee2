/** Amounts as people read and type them. Pure. */
import type { Money } from "./types";

/** What the API takes for money. */
const AMOUNT = /^\d{1,15}(\.\d{1,4})?$/;

/** `¥45,500`; decimals only where there are any. */
export function moneyText({ amount, currency }: Money, language: string): string {
  const value = Number(amount);
  const digits = Number.isInteger(value) ? { maximumFractionDigits: 0 } : {};
  return new Intl.NumberFormat(language, { style: "currency", currency, ...digits }).format(value);
}

/** `¥48.98万`: for the head of a column. */
export function shortMoney({ amount, currency }: Money, language: string): string {
  return new Intl.NumberFormat(language, {
    style: "currency",
    currency,
    notation: "compact",
    maximumFractionDigits: 1,
  }).format(Number(amount));
}

/** The figure without blanks and separators, or null when it is none. */
export function amountOf(typed: string): string | null {
  const figure = typed.replaceAll(/[,，\s]/g, "");
  return AMOUNT.test(figure) ? figure : null;
}
