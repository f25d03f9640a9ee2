import { createBrowserRouter, Outlet } from "react-router";
import { authRoutes } from "../auth/routes";
import { customersRoutes } from "../customers/routes";
import { flowsRoutes, trackRoutes } from "../flows/routes";
import { importsRoutes } from "../imports/routes";
import { inboxRoutes } from "../inbox/routes";
import { leadsRoutes } from "../leads/routes";
import { settingsRoutes } from "../settings/routes";
import { todayRoutes } from "../today/routes";
import { NotFoundPage } from "./NotFoundPage";
import { RouteError } from "./RouteError";
import { Splash } from "./Splash";

export const router = createBrowserRouter([
  {
    element: <Outlet />,
    errorElement: <RouteError />,
    HydrateFallback: Splash,
    children: [
      ...authRoutes,
      ...trackRoutes,
      {
        lazy: () => import("./Shell"),
        children: [
          {
            errorElement: <RouteError />,
            children: [
              ...todayRoutes,
              ...leadsRoutes,
              ...customersRoutes,
              ...flowsRoutes,
              ...inboxRoutes,
              ...importsRoutes,
              ...settingsRoutes,
              { path: "*", Component: NotFoundPage },
            ],
          },
        ],
      },
    ],
  },
]);
