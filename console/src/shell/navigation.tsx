import {
  AppstoreOutlined,
  CheckSquareOutlined,
  CloudUploadOutlined,
  ClusterOutlined,
  ContactsOutlined,
  InboxOutlined,
  SettingOutlined,
} from "@ant-design/icons";
import type { ParseKeys } from "i18next";
import type { ReactNode } from "react";

export interface NavigationItem {
  to: string;
  label: ParseKeys;
  icon: ReactNode;
  /** The permission without which it is not offered. */
  may?: string;
  /** In the tab bar of a phone; else behind "more". */
  isTab?: boolean;
  badge?: "unread";
}

export const NAVIGATION: NavigationItem[] = [
  { to: "/", label: "shell.nav.today", icon: <CheckSquareOutlined />, isTab: true },
  { to: "/leads", label: "shell.nav.leads", icon: <AppstoreOutlined />, may: "leads.read", isTab: true },
  { to: "/customers", label: "shell.nav.customers", icon: <ContactsOutlined />, may: "customers.read" },
  { to: "/flows", label: "shell.nav.flows", icon: <ClusterOutlined />, may: "flows.read" },
  { to: "/inbox", label: "shell.nav.inbox", icon: <InboxOutlined />, isTab: true, badge: "unread" },
  { to: "/imports", label: "shell.nav.imports", icon: <CloudUploadOutlined />, may: "imports.run" },
  { to: "/settings", label: "shell.nav.settings", icon: <SettingOutlined /> },
];
