/** Which customers some words mean. Pure. */
import type { Customer } from "./types";

const plain = (text: string) => text.normalize("NFKC").toLowerCase().replaceAll(/\s+/g, "");

/** All words have to be found, wherever; of a phone its digits are enough, without its blanks and country. */
export function matching(customers: Customer[], words: string): Customer[] {
  const wanted = words.trim().split(/\s+/).filter(Boolean).map(plain);
  if (wanted.length === 0) return customers;
  return customers.filter((customer) => {
    const { name, company, contact, phone, email, wechat, external_id } = customer;
    const digits = phone?.replaceAll(/\D/g, "");
    const texts = [name, company, contact, phone, email, wechat, external_id, digits].map((each) =>
      plain(each ?? ""),
    );
    return wanted.every((word) => texts.some((text) => text.includes(word)));
  });
}
