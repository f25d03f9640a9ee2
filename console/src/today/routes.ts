import { type RouteObject, redirect } from "react-router";

export const todayRoutes: RouteObject[] = [
  { index: true, lazy: () => import("./TodayPage") },
  // The morning digest's link says what it leads to.
  { path: "today", loader: () => redirect("/") },
];
