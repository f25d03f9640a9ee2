import {
  BellOutlined,
  CalendarOutlined,
  ClockCircleOutlined,
  EditOutlined,
  FlagOutlined,
  MailOutlined,
  MessageOutlined,
  PauseCircleOutlined,
  PhoneOutlined,
  PlayCircleOutlined,
  PlusCircleOutlined,
  ProjectOutlined,
  RollbackOutlined,
  TeamOutlined,
  UserSwitchOutlined,
  VideoCameraOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import type { LeadEvent } from "../types";

const KINDS: Record<string, ReactNode> = {
  "lead.created": <PlusCircleOutlined />,
  "lead.changed": <EditOutlined />,
  "lead.stage_moved": <FlagOutlined />,
  "lead.reopened": <RollbackOutlined />,
  "lead.held": <PauseCircleOutlined />,
  "lead.resumed": <PlayCircleOutlined />,
  "lead.assigned": <UserSwitchOutlined />,
  "lead.claimed": <UserSwitchOutlined />,
  "lead.released": <UserSwitchOutlined />,
  "lead.returned_to_pool": <UserSwitchOutlined />,
  "lead.went_silent": <ClockCircleOutlined />,
  "lead.reminded": <BellOutlined />,
};
const FOLLOW_UPS: Record<string, ReactNode> = {
  call: <PhoneOutlined />,
  chat: <MessageOutlined />,
  visit: <TeamOutlined />,
  video: <VideoCameraOutlined />,
  email: <MailOutlined />,
  demo: <ProjectOutlined />,
};

export function iconOf({ kind, facts }: LeadEvent): ReactNode {
  return FOLLOW_UPS[String(facts.follow_up)] ?? KINDS[kind] ?? <CalendarOutlined />;
}
