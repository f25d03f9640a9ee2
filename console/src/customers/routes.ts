import type { RouteObject } from "react-router";
import type { PageHandle } from "../shell/PageHandle";

/** One route for the list and a customer before it, as with the leads. */
export const customersRoutes: RouteObject[] = [
  {
    path: "customers/:customerId?",
    handle: { may: "customers.read" } satisfies PageHandle,
    lazy: () => import("./CustomersPage"),
  },
];
