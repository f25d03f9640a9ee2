/** Amounts as people read and type them. Pure. */

import type { Schemas } from "../api/client";
import { numberFormat } from "./formats";

type Money = Schemas["Money"];

/** What the API takes for money. */
const AMOUNT = /^\d{1,15}(\.\d{1,4})?$/;

/** `¥45,500`; decimals only where there are any. The workspace's own currency (`home`) by its short sign. */
export function moneyText({ amount, currency }: Money, language: string, home?: string): string {
  const value = Number(amount);
  const digits = Number.isInteger(value) ? { maximumFractionDigits: 0 } : {};
  return numberFormat(language, { ...styleOf(currency, home), ...digits }).format(value);
}

/** `¥48.98万`: for the head of a column. */
export function shortMoney({ amount, currency }: Money, language: string, home?: string): string {
  return numberFormat(language, {
    ...styleOf(currency, home),
    notation: "compact",
    maximumFractionDigits: 1,
  }).format(Number(amount));
}

function styleOf(currency: string, home: string | undefined) {
  const currencyDisplay = currency === home ? "narrowSymbol" : "symbol";
  return { style: "currency", currency, currencyDisplay } as const;
}

/** The figure without blanks and separators, or null when it is none. */
export function amountOf(typed: string): string | null {
  const figure = typed.replaceAll(/[,，\s]/g, "");
  return AMOUNT.test(figure) ? figure : null;
}
