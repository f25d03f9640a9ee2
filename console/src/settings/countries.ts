import { countryName } from "./changes/values";

/** Whose public holidays the calendar knows, as far as they are offered; others come in through the API. */
export const COUNTRIES = (
  "CN HK MO TW SG MY TH VN ID PH JP KR IN AE SA TR AU NZ US CA MX BR GB IE DE FR IT ES PT NL BE CH AT SE NO DK FI PL " +
  "CZ ZA"
).split(" ");

export function countryOptions(codes: string[], language: string): { value: string; label: string }[] {
  return [...new Set(codes)].map((value) => ({ value, label: countryName(value, language) }));
}
