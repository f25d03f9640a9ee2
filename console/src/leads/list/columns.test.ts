import { expect, test } from "vitest";
import { chosenColumns, USUAL_COLUMNS, visibleColumns } from "./columns";

test("without a choice the usual columns are shown", () => {
  expect(chosenColumns(null)).toEqual(USUAL_COLUMNS);
  expect(chosenColumns("stage")).toEqual(USUAL_COLUMNS);
});

test("a choice is kept in the catalogue's order, without what is no column any more", () => {
  expect(chosenColumns(["phone", "gone", "stage"])).toEqual(["stage", "phone"]);
});

test("a hidden field is no column, whoever chose it", () => {
  expect(visibleColumns(["stage", "amount"], (field) => field === "amount")).toEqual(["stage"]);
});
