import type { RouteObject } from "react-router";
import type { PageHandle } from "../shell/PageHandle";

export const leadsRoutes: RouteObject[] = [
  { path: "leads", handle: { may: "leads.read" } satisfies PageHandle, lazy: () => import("./LeadsPage") },
];
