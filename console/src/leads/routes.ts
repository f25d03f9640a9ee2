import type { RouteObject } from "react-router";
import type { PageHandle } from "../shell/PageHandle";

/** One route for the list and a lead before it: opening a lead leaves the list as it is, where it was scrolled to. */
export const leadsRoutes: RouteObject[] = [
  {
    path: "leads/:leadId?",
    handle: { may: "leads.read" } satisfies PageHandle,
    lazy: () => import("./LeadsPage"),
  },
];
