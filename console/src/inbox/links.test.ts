import { expect, test } from "vitest";
import { aimOf, pathOf } from "./links";

test("a link leads into this console, whatever host it names", () => {
  expect(pathOf("https://crm.example.com/leads/lead_1?tab=timeline")).toBe("/leads/lead_1?tab=timeline");
  expect(pathOf("/today")).toBe("/today");
});

test("nothing but web addresses is a link", () => {
  expect(pathOf("")).toBeNull();
  expect(pathOf("javascript:alert(1)")).toBeNull();
});

test("what a notification is about is known by the prefix of its id", () => {
  expect(aimOf("lead_01M86FCFEG8Q06WMD200SYVT4C")).toBe("lead");
  expect(aimOf("imp_01M86FCFEG8Q06WMD200SYVT4C")).toBe("import");
  expect(aimOf("m_1")).toBe("other");
});
