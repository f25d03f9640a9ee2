import type { RouteObject } from "react-router";

export const inboxRoutes: RouteObject[] = [
  { path: "inbox", lazy: () => import("./InboxPage") },
  { path: "inbox/preferences", lazy: () => import("./PreferencesPage") },
];
