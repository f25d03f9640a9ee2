import { expect, test } from "vitest";
import {
  type Decision,
  decide,
  decidedIn,
  POOL,
  takenTwice,
  trialOf,
  UNDECIDED,
  valuesToShow,
} from "./decisions";
import type { Guesses, ImportView } from "./queries";

const column = (name: string, field: string | null): Guesses["columns"][number] => ({
  column: name,
  field,
  guess: field,
  confidence: 0.9,
  why: "name",
  rival: null,
  examples: [],
});
const value = (text: string, confidence: number) => ({
  value: text,
  rows: 1,
  id: null,
  confidence,
  by: "none",
});
const view = (guesses: Partial<Guesses>) =>
  ({
    guesses: {
      columns: [],
      stages: [],
      owners: [],
      channels: [],
      products: [],
      lost_reasons: [],
      date_order: [],
      would_create: { members: [], products: [] },
      ...guesses,
    },
  }) as unknown as ImportView;
const decided = (...all: Decision[]) => all.reduce(decide, UNDECIDED);

test("guesses that were shown are accepted with the next trial", () => {
  const change = trialOf(view({ columns: [column("agent", "owner")] }), UNDECIDED);
  expect(change).toMatchObject({ accept_guesses: true, dry_run: true });
});

test("after a column is read as something else its values are asked about before anything is accepted", () => {
  const decisions = decided({ about: "mapping", column: "agent", field: "contact" });
  expect(trialOf(view({ columns: [column("agent", "owner")] }), decisions)).toMatchObject({
    mapping: { agent: "contact" },
    accept_guesses: false,
  });
});

test("the pool is told as null, as the API has it", () => {
  const decisions = decided({ about: "values", list: "owners", text: "Moses Frase", choice: POOL });
  expect(trialOf(view({}), decisions).owners).toEqual({ "Moses Frase": null });
});

test("two columns for one field are found before the server refuses them", () => {
  const { guesses } = view({ columns: [column("a", "name"), column("b", null)] });
  const decisions = decided({ about: "mapping", column: "b", field: "name" });
  expect(guesses && takenTwice(guesses, decisions)).toEqual(["name"]);
});

test("a value that was decided stays in sight, and the unsure ones come first", () => {
  const seen = [value("Won", 0.4)];
  const decisions = decided({ about: "values", list: "stages", text: "Won", choice: "won" });
  const shown = valuesToShow("stages", view({ stages: [value("Lost", 0.9)] }), seen, decisions);
  expect(shown.map((each) => each.value)).toEqual(["Won", "Lost"]);
});

test("what was decided before the page was opened stands, and is sent again", () => {
  const lists = { stages: {}, owners: { Zane: null }, channels: {}, products: {}, lost_reasons: {} };
  const earlier = { mapping: { close: null }, date_order: { day: "dmy" as const }, defaults: {}, ...lists };
  const decisions = decidedIn({ decided: earlier });
  expect(decisions.values.owners).toEqual({ Zane: POOL });
  expect(trialOf(view({ columns: [column("close", null)] }), decisions)).toMatchObject(earlier);
});
