import { expect, test } from "vitest";
import { countOf, type Filters, NO_FILTERS, ofSaved, readFilters, toQuery, withFilters } from "./filters";

test("filters survive the way through the address, and what else stands there stays", () => {
  const filters: Filters = {
    stage: "quoted",
    owner: "me",
    silent: true,
    state: "all",
    q: "青棠",
    sort: "-updated_at",
  };
  const search = withFilters(new URLSearchParams("layout=board"), filters);
  expect(search.get("layout")).toBe("board");
  expect(readFilters(search)).toEqual(filters);
});

test("an address without filters means the open leads by next follow-up", () => {
  expect(readFilters(new URLSearchParams())).toEqual(NO_FILTERS);
  expect(withFilters(new URLSearchParams("stage=won&pool=1"), NO_FILTERS).toString()).toBe("");
});

test("what nobody knows in an address is left out", () => {
  expect(readFilters(new URLSearchParams("state=nonsense&sort=name&pool=yes"))).toEqual(NO_FILTERS);
});

test("the pool wins over an owner, since a lead has one or the other", () => {
  expect(toQuery({ ...NO_FILTERS, pool: true, owner: "me" })).toEqual({
    pool: true,
    open: true,
    sort: "next_follow_up_at",
  });
});

test("all leads are asked for without saying open or closed, and words without their blanks", () => {
  expect(toQuery({ ...NO_FILTERS, state: "all", q: "  li " })).toEqual({
    q: "li",
    sort: "next_follow_up_at",
  });
});

test("a saved view gives back what was saved", () => {
  const filters: Filters = { owner: "m_1", overdue: true, state: "closed", sort: "-updated_at" };
  expect(ofSaved({ ...toQuery(filters) })).toEqual(filters);
  expect(ofSaved({})).toEqual({ ...NO_FILTERS, state: "all" });
});

test("the order is no filter", () => {
  expect(countOf({ ...NO_FILTERS, sort: "-updated_at" })).toBe(0);
  expect(countOf({ ...NO_FILTERS, stage: "won", state: "closed", silent: true })).toBe(3);
});
