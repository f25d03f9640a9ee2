import { createElement } from "react";
import { Navigate, type RouteObject } from "react-router";

export const todayRoutes: RouteObject[] = [
  { index: true, lazy: () => import("./TodayPage") },
  // The morning digest's link says what it leads to.
  { path: "today", Component: () => createElement(Navigate, { to: "/", replace: true }) },
];
