/** Time zones and currencies as the browser knows them, with what is chosen now even if it doesn't. */
interface Option {
  value: string;
  label: string;
}

export function timezoneOptions(chosen: string): Option[] {
  const zones = new Set([chosen, ...Intl.supportedValuesOf("timeZone")]);
  return [...zones].sort().map((value) => ({ value, label: value.replaceAll("_", " ") }));
}

export function currencyOptions(chosen: string, language: string): Option[] {
  const names = new Intl.DisplayNames([language], { type: "currency" });
  const codes = new Set([chosen, ...Intl.supportedValuesOf("currency")]);
  return [...codes].sort().map((value) => ({ value, label: `${value} ${names.of(value) ?? ""}` }));
}
