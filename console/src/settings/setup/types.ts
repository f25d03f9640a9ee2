import type { Schemas } from "../../api/client";

export type Workspace = Schemas["WorkspaceView"];
export type WorkspaceChange = Schemas["WorkspaceChange"];
export type Names = Schemas["Names"];
export type Member = Schemas["MemberView"];
export type Stage = Schemas["StageView"];
export type Field = Schemas["FieldView"];
export type FieldType = Field["type"];

/** A part of the set-up that one page changes: out of the workspace into a draft, and back into a request. */
export interface SetupSection<T> {
  read: (workspace: Workspace) => T;
  write: (value: T) => WorkspaceChange;
}
