import { expect, test } from "vitest";
import { settingsOf } from "./channelKinds";

test("what was typed goes under the name that the kind has for it", () => {
  expect(settingsOf("dingtalk", { token: " abc ", secret: "SEC1" })).toEqual({
    kind: "dingtalk",
    token: "abc",
    secret: "SEC1",
  });
});

test("an optional secret that is left out is not sent", () => {
  expect(settingsOf("dingtalk", { token: "abc", secret: "" })).toEqual({ kind: "dingtalk", token: "abc" });
});

test("without anything typed the kept secret stays", () => {
  expect(settingsOf("slack", { url: "  " })).toBeNull();
});

test("fields of another kind are not sent", () => {
  expect(settingsOf("email", { token: "abc", address: "a@example.com" })).toEqual({
    kind: "email",
    address: "a@example.com",
  });
});
