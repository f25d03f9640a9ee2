import type { Schemas } from "../api/client";

export type CardRow = Schemas["CardRow"];
export type CardView = Schemas["CardView"];
export type CardState = CardRow["state"];
export type CardPage = Schemas["CardPage"];
export type RunRow = Schemas["RunRow"];
export type RunView = Schemas["RunView"];
export type RunEvent = Schemas["RunEventView"];
export type PathStep = Schemas["PathStep"];
export type ClockView = Schemas["ClockView"];
export type FieldValue = Schemas["FieldValue"];
export type Attachment = Schemas["AttachmentView"];
export type Comment = Schemas["CommentView"];
export type BoardView = Schemas["BoardView"];
export type FlowView = Schemas["FlowView"];
export type FlowDefinition = Schemas["FlowDefinition"];
export type FlowNode = Schemas["Node"];
export type FlowField = Schemas["FlowField"];
export type FlowRole = Schemas["FlowRole"];
export type Duration = Schemas["Duration"];
export type Priority = CardRow["priority"];

export const PRIORITIES = ["low", "normal", "high", "urgent"] as const satisfies readonly Priority[];
/** A holder that is a flow role, not a member. */
export const ROLE_PREFIX = "role:";
