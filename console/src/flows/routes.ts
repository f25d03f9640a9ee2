import type { RouteObject } from "react-router";
import type { PageHandle } from "../shell/PageHandle";

const READ = { may: "flows.read" } satisfies PageHandle;

export const flowsRoutes: RouteObject[] = [
  { path: "flows", handle: READ, lazy: () => import("./board/FlowsPage") },
  { path: "cards", handle: READ, lazy: () => import("./mine/CardsPage") },
  { path: "runs/:runId/:cardId?", handle: READ, lazy: () => import("./run/RunPage") },
];

/** For people without an account. */
export const trackRoutes: RouteObject[] = [{ path: "track/:token", lazy: () => import("./track/TrackPage") }];
