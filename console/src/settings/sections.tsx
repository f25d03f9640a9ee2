import {
  ApartmentOutlined,
  ApiOutlined,
  AuditOutlined,
  BellOutlined,
  CalendarOutlined,
  ClockCircleOutlined,
  ClusterOutlined,
  FormOutlined,
  IdcardOutlined,
  KeyOutlined,
  NodeIndexOutlined,
  SafetyOutlined,
  ShopOutlined,
  TeamOutlined,
  UnorderedListOutlined,
  UsergroupAddOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";

interface Section {
  id: string;
  to: string;
  icon: ReactNode;
  /** The permission without which it is not offered. */
  may?: string;
}

/** Everything that can be set, grouped as it is shown. */
export const SECTION_GROUPS = [
  {
    id: "own",
    sections: [
      { id: "profile", to: "profile", icon: <IdcardOutlined /> },
      { id: "channels", to: "channels", icon: <BellOutlined /> },
    ],
  },
  {
    id: "sales",
    sections: [
      { id: "stages", to: "stages", icon: <NodeIndexOutlined />, may: "workspace.write" },
      { id: "fields", to: "fields", icon: <FormOutlined />, may: "workspace.write" },
      { id: "lists", to: "lists", icon: <UnorderedListOutlined />, may: "workspace.write" },
      { id: "assignment", to: "assignment", icon: <ApartmentOutlined />, may: "workspace.write" },
      { id: "reminders", to: "reminders", icon: <ClockCircleOutlined />, may: "workspace.write" },
      { id: "calendar", to: "calendar", icon: <CalendarOutlined />, may: "workspace.write" },
    ],
  },
  {
    id: "flows",
    sections: [
      { id: "flows", to: "flows", icon: <ClusterOutlined />, may: "flows.design" },
      { id: "flow_roles", to: "flow-roles", icon: <UsergroupAddOutlined />, may: "flows.design" },
      { id: "connectors", to: "connectors", icon: <ApiOutlined />, may: "connectors.write" },
    ],
  },
  {
    id: "team",
    sections: [
      { id: "members", to: "members", icon: <TeamOutlined />, may: "members.read" },
      { id: "roles", to: "roles", icon: <SafetyOutlined />, may: "roles.read" },
    ],
  },
  {
    id: "company",
    sections: [
      { id: "workspace", to: "workspace", icon: <ShopOutlined />, may: "workspace.write" },
      { id: "api_keys", to: "api-keys", icon: <KeyOutlined />, may: "api_keys.write" },
      { id: "audit", to: "audit", icon: <AuditOutlined />, may: "audit.read" },
    ],
  },
] as const satisfies { id: string; sections: Section[] }[];

export type SectionGroup = (typeof SECTION_GROUPS)[number];
type AnySection = SectionGroup["sections"][number];

/** The groups with what this member may open; groups of nothing are left out. */
export function offeredGroups(may: (permission: string) => boolean) {
  return SECTION_GROUPS.map((group) => ({
    id: group.id,
    sections: (group.sections as readonly AnySection[]).filter((each) => !("may" in each) || may(each.may)),
  })).filter((group) => group.sections.length > 0);
}
