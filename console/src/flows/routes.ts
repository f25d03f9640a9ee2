import type { RouteObject } from "react-router";
import type { PageHandle } from "../shell/PageHandle";

const READ = { may: "flows.read" } satisfies PageHandle;

export const flowsRoutes: RouteObject[] = [
  { path: "flows", handle: READ, lazy: () => import("./board/FlowsPage") },
  { path: "flows/timeliness", handle: READ, lazy: () => import("./timeliness/TimelinessPage") },
  { path: "cards", handle: READ, lazy: () => import("./mine/CardsPage") },
  { path: "runs/:runId/:cardId?", handle: READ, lazy: () => import("./run/RunPage") },
];

/** For people without an account. */
export const trackRoutes: RouteObject[] = [{ path: "track/:token", lazy: () => import("./track/TrackPage") }];

const CONNECT = { may: "connectors.write" } satisfies PageHandle;
const DESIGN = { may: "flows.design" } satisfies PageHandle;

/** Within the settings. */
export const flowsSettingsRoutes: RouteObject[] = [
  { path: "flows", handle: DESIGN, lazy: () => import("./design/FlowsSettingsPage") },
  { path: "flows/:flowId", handle: DESIGN, lazy: () => import("./design/FlowEditorPage") },
  { path: "connectors", handle: CONNECT, lazy: () => import("./connectors/ConnectorsPage") },
  { path: "connectors/:connectorId", handle: CONNECT, lazy: () => import("./connectors/ConnectorPage") },
  { path: "flow-roles", handle: DESIGN, lazy: () => import("./design/RolesPage") },
];
