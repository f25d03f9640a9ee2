import {
  BellOutlined,
  CalendarOutlined,
  ClockCircleOutlined,
  CloudUploadOutlined,
  HourglassOutlined,
  PauseCircleOutlined,
  RollbackOutlined,
  SafetyOutlined,
  UserAddOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";

/** By the longest beginning that a kind has. */
const ICONS: [beginning: string, icon: ReactNode, isAlarm: boolean][] = [
  ["lead.assigned", <UserAddOutlined key="assigned" />, false],
  ["lead.silent", <HourglassOutlined key="silent" />, true],
  ["lead.follow_up_missed", <ClockCircleOutlined key="missed" />, true],
  ["lead.follow_up_due", <CalendarOutlined key="due" />, false],
  ["lead.dwell", <HourglassOutlined key="dwell" />, true],
  ["lead.pool_warning", <RollbackOutlined key="warning" />, true],
  ["lead.returned_to_pool", <RollbackOutlined key="returned" />, false],
  ["hold.ended", <PauseCircleOutlined key="hold" />, false],
  ["import.", <CloudUploadOutlined key="import" />, false],
  ["security.", <SafetyOutlined key="security" />, true],
];

export function kindIcon(kind: string): { icon: ReactNode; isAlarm: boolean } {
  const found = ICONS.find(([beginning]) => kind.startsWith(beginning));
  return found ? { icon: found[1], isAlarm: found[2] } : { icon: <BellOutlined />, isAlarm: false };
}
