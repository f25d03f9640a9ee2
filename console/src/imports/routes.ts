import type { RouteObject } from "react-router";
import type { PageHandle } from "../shell/PageHandle";

export const importsRoutes: RouteObject[] = [
  {
    path: "imports",
    handle: { may: "imports.run" } satisfies PageHandle,
    lazy: () => import("./ImportsPage"),
  },
];
