/** The value of a custom field as a person would say it. Pure. */

import type { Field } from "../../settings/setup/types";
import type { Money } from "../types";
import type { LeadWords } from "../useLeadWords";

export function sayCustom(field: Field, value: unknown, words: LeadWords): string {
  if (value === null || value === undefined || value === "") return "";
  const choice = (id: unknown) => {
    const found = field.choices.find((each) => each.id === id);
    return found ? words.names(found.names) : String(id);
  };
  switch (field.type) {
    case "choice":
      return choice(value);
    case "choices":
      return Array.isArray(value) ? value.map(choice).join(", ") : String(value);
    case "yes_no":
      return words.t(value === true ? "settings.yes" : "settings.no");
    case "money":
      return typeof value === "object" ? words.money(value as Money) : String(value);
    case "member":
      return words.member(String(value));
    case "number":
      return new Intl.NumberFormat(words.language, { maximumFractionDigits: 10 }).format(Number(value));
    default:
      return String(value);
  }
}
