import { expect, test } from "vitest";
import { matching } from "./matching";
import type { Customer } from "./types";

const customer = (more: Partial<Customer>) => more as Customer;
const LANTU = customer({
  id: "1",
  name: "无锡澜图食品有限公司",
  contact: "何若曦",
  phone: "+86 136 0000 1188",
});
const ACME = customer({ id: "2", name: "ACME Ltd.", company: "Acme", email: "Lena@Acme.example" });

test("words are found in names, people and addresses, whatever their case and width", () => {
  expect(matching([LANTU, ACME], "ＡＣＭＥ")).toEqual([ACME]);
  expect(matching([LANTU, ACME], "lena@")).toEqual([ACME]);
  expect(matching([LANTU, ACME], "若曦")).toEqual([LANTU]);
});

test("a phone is found by its digits", () => {
  expect(matching([LANTU, ACME], "13600001188")).toEqual([LANTU]);
});

test("several words narrow, none leave all", () => {
  expect(matching([LANTU, ACME], "澜图 何")).toEqual([LANTU]);
  expect(matching([LANTU, ACME], "澜图 acme")).toEqual([]);
  expect(matching([LANTU, ACME], "  ")).toEqual([LANTU, ACME]);
});
