import { CloudUploadOutlined, NotificationOutlined, PhoneOutlined, TeamOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";

/** What a new workspace does first, in this order. `may` is the permission that it takes. */
export const CHECKLIST_STEPS = [
  { id: "import", may: "imports.run", to: "/imports", icon: <CloudUploadOutlined /> },
  { id: "follow_up", may: "leads.follow_up", to: "/leads", icon: <PhoneOutlined /> },
  { id: "channel", may: "channels.write", to: "/settings/channels", icon: <NotificationOutlined /> },
  { id: "invite", may: "members.write", to: "/settings/members", icon: <TeamOutlined /> },
] as const satisfies { id: string; may: string; to: string; icon: ReactNode }[];

export type ChecklistStep = (typeof CHECKLIST_STEPS)[number];
export type ChecklistStepId = ChecklistStep["id"];
