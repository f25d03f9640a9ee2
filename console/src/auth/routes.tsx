import type { RouteObject } from "react-router";

export const authRoutes: RouteObject[] = [
  { path: "login", lazy: () => import("./SignInPage") },
  { path: "forgot", lazy: () => import("./ForgotPage") },
  { path: "reset", lazy: () => import("./ResetPage") },
  { path: "invite", lazy: () => import("./InvitePage") },
  {
    path: "signup",
    lazy: () => import("./signup/SignUpLayout"),
    children: [
      { index: true, lazy: () => import("./signup/AccountStep") },
      { path: "pack", lazy: () => import("./signup/PackStep") },
      { path: "team", lazy: () => import("./signup/TeamStep") },
    ],
  },
];
