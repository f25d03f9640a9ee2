import type { RouteObject } from "react-router";
import { flowsSettingsRoutes } from "../flows/routes";

const SETUP = { may: "workspace.write" };

export const settingsRoutes: RouteObject[] = [
  {
    path: "settings",
    lazy: () => import("./SettingsLayout"),
    children: [
      { index: true, lazy: () => import("./SettingsHomePage") },
      { path: "profile", lazy: () => import("./profile/ProfilePage") },
      { path: "workspace", lazy: () => import("./workspace/WorkspacePage"), handle: SETUP },
      { path: "stages", lazy: () => import("./stages/StagesPage"), handle: SETUP },
      { path: "fields", lazy: () => import("./fields/FieldsPage"), handle: SETUP },
      { path: "lists/:list?", lazy: () => import("./lists/ListsPage"), handle: SETUP },
      { path: "roles", lazy: () => import("./roles/RolesPage"), handle: { may: "roles.read" } },
      { path: "assignment", lazy: () => import("./assignment/AssignmentPage"), handle: SETUP },
      { path: "calendar", lazy: () => import("./calendar/CalendarPage"), handle: SETUP },
      { path: "reminders", lazy: () => import("./reminders/RemindersPage"), handle: SETUP },
      { path: "members", lazy: () => import("./members/MembersPage"), handle: { may: "members.read" } },
      { path: "channels", lazy: () => import("./channels/ChannelsPage") },
      { path: "api-keys", lazy: () => import("./keys/ApiKeysPage"), handle: { may: "api_keys.write" } },
      ...flowsSettingsRoutes,
      { path: "audit", lazy: () => import("./audit/AuditPage"), handle: { may: "audit.read" } },
    ],
  },
];
