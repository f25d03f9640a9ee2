import type { RouteObject } from "react-router";
import type { PageHandle } from "../shell/PageHandle";

const handle: PageHandle = { may: "imports.run" };

export const importsRoutes: RouteObject[] = [
  { path: "imports", handle, lazy: () => import("./ImportsPage") },
  { path: "imports/:importId", handle, lazy: () => import("./ImportPage") },
];
