import { expect, test } from "vitest";
import { mentionedIn, pieces } from "./mentions";

const MEMBERS = [
  { id: "m_1", name: "李娜" },
  { id: "m_2", name: "李娜娜" },
  { id: "m_3", name: "Max Born" },
];

test("who is named with @ is mentioned, each once", () => {
  expect(mentionedIn("@李娜 请看，@Max Born 也看，@李娜", MEMBERS)).toEqual(["m_1", "m_3"]);
});

test("of two names that begin alike the longer one is meant", () => {
  expect(mentionedIn("@李娜娜 好", MEMBERS)).toEqual(["m_2"]);
});

test("an address is no mention, and nobody is nobody", () => {
  expect(mentionedIn("写信到 li@example.org，谢谢 @", MEMBERS)).toEqual([]);
});

test("a text falls into pieces that make the same text again", () => {
  const text = "a@b @李娜娜，你好 @nobody";
  const found = pieces(
    text,
    MEMBERS.map(({ name }) => name),
  );
  expect(found.map((each) => each.text).join("")).toBe(text);
  expect(found.filter((each) => each.isMention).map((each) => each.text)).toEqual(["@李娜娜"]);
});
