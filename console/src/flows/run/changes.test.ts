import { expect, test } from "vitest";
import type { RunEvent } from "../types";
import { changeLines } from "./changes";

const said = {
  none: "无",
  name: (key: string) => `<${key}>`,
  value: (_key: string, value: unknown) => String(value),
};
const event = (changes: RunEvent["changes"]) => ({ changes }) as RunEvent;

test("a corrected field is told with what stood there before", () => {
  expect(changeLines(event({ "values.contract_number": ["HT-1", "HT-2"] }), said)).toEqual([
    { what: "<contract_number>", before: "HT-1", after: "HT-2" },
  ]);
});

test("a field that was empty was none before", () => {
  expect(changeLines(event({ "values.amount": [null, 5] }), said)[0]).toMatchObject({
    before: "无",
    after: "5",
  });
});

test("what the event says by its name is not said again, but a field of that name is", () => {
  const lines = changeLines(
    event({ state: ["ready", "done"], watchers: [[], ["m_1"]], "values.state": ["a", "b"] }),
    said,
  );
  expect(lines.map(({ what }) => what)).toEqual(["<state>"]);
});
