import { expect, test } from "vitest";
import { countOf, marked, readFilters, withFilters } from "./filters";

const CUSTOMER = "cust_01M86FCFEG8Q06WMD200SYVT4C";

test("filters go into the address and come out of it as they were", () => {
  const filters = { mine: true, blocked: true, role: "legal", customer_id: CUSTOMER } as const;
  const search = withFilters(new URLSearchParams("flow=order"), filters);
  expect(search.toString()).toBe(`flow=order&mine=1&blocked=1&role=legal&customer=${CUSTOMER}`);
  expect(readFilters(search)).toEqual(filters);
  expect(countOf(filters)).toBe(4);
});

test("what the API would refuse is no filter", () => {
  expect(readFilters(new URLSearchParams("role=Not+a+role&customer=cust_1&late=yes"))).toEqual({});
});

test("a mark that is taken off is gone from the address", () => {
  const off = marked({ mine: true, late: true }, "mine", false);
  expect(off).toEqual({ late: true });
  expect(withFilters(new URLSearchParams("mine=1&late=1"), off).toString()).toBe("late=1");
});
