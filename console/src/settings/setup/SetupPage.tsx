import type { ReactNode } from "react";
import { isProblem } from "../../api/problem";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Page } from "../../ui/Page";
import { PageSkeleton } from "../../ui/PageSkeleton";
import { ClashDialog } from "./ClashDialog";
import { useWorkspace } from "./queries";
import { SaveBar } from "./SaveBar";
import type { SetupSection, Workspace } from "./types";
import { UnsavedGuard } from "./UnsavedGuard";
import { type SetupDraft, useSetupDraft } from "./useSetupDraft";

interface SetupPageProps<T> {
  title: string;
  lead: ReactNode;
  section: SetupSection<T>;
  width?: "wide" | "reading";
  /** Codes of refusals that the page itself answers. */
  answers?: string[];
  /** Why the draft can't be saved as it is, in a sentence. */
  check?: (value: T) => string | null;
  children: (draft: SetupDraft<T>, workspace: Workspace) => ReactNode;
}

/** The frame of every page that changes the set-up: loads it, keeps the draft, guards it, saves it. */
export function SetupPage<T>(props: SetupPageProps<T>) {
  const workspace = useWorkspace();
  if (workspace.isPending) return <PageSkeleton />;
  if (workspace.isError) {
    return (
      <Page title={props.title} lead={props.lead}>
        <ErrorNotice error={workspace.error} onRetry={() => void workspace.refetch()} />
      </Page>
    );
  }
  return <Loaded {...props} workspace={workspace.data} />;
}

function Loaded<T>({
  title,
  lead,
  section,
  width,
  answers = [],
  check,
  children,
  workspace,
}: LoadedProps<T>) {
  const draft = useSetupDraft(workspace, section);
  const isAnswered = answers.some((code) => isProblem(draft.problem, code));
  return (
    <Page title={title} lead={lead} width={width}>
      {children(draft, workspace)}
      <ErrorNotice error={isAnswered ? null : draft.problem} />
      <SaveBar draft={draft} hindrance={draft.isDirty ? (check?.(draft.value) ?? null) : null} />
      <ClashDialog draft={draft} workspace={workspace} />
      <UnsavedGuard isDirty={draft.isDirty} />
    </Page>
  );
}

interface LoadedProps<T> extends SetupPageProps<T> {
  workspace: Workspace;
}
