import { App } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "../../api/problem";
import { useChangeWorkspace, useWorkspace } from "./queries";
import { isSame, threeWay } from "./threeWay";
import type { SetupSection, Workspace, WorkspaceChange } from "./types";

interface Kept<T> {
  version: number;
  base: T;
  value: T;
}

/** Both sides of a change that somebody else was faster with. */
export interface Clash {
  base: WorkspaceChange;
  mine: WorkspaceChange;
  theirs: WorkspaceChange;
}

export interface SetupDraft<T> {
  value: T;
  /** As it is kept by the server. */
  base: T;
  isDirty: boolean;
  isSaving: boolean;
  /** Why it could not be saved. */
  problem: unknown;
  clash: Clash | null;
  change: (next: T) => void;
  /** `more` goes into the request beside the section. */
  save: (more?: WorkspaceChange) => void;
  discard: () => void;
  /** Saves over a clash: what both wanted, mine where both touched the same. */
  keepMine: () => void;
  forgetProblem: () => void;
}

/**
 * A draft of one section on the version it was begun with. While nothing is changed it follows the server. A 412 is no
 * matter if the others changed another section: then it is saved at once on their version; else both are shown.
 */
export function useSetupDraft<T>(workspace: Workspace, section: SetupSection<T>): SetupDraft<T> {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [kept, setKept] = useState<Kept<T> | null>(null);
  const [theirs, setTheirs] = useState<Workspace | null>(null);
  const changing = useChangeWorkspace();
  const { refetch } = useWorkspace();
  const base = kept?.base ?? section.read(workspace);
  const value = kept?.value ?? base;

  const send = (draft: Kept<T>, more?: WorkspaceChange) =>
    changing.mutate(
      { change: { ...section.write(draft.value), ...more }, version: draft.version },
      {
        onSuccess: () => {
          setKept(null);
          void message.success(t("settings.saved"));
        },
        onError: (error) => {
          if (isProblem(error, "stale_version")) void meet(draft, more);
        },
      },
    );

  const meet = async (draft: Kept<T>, more?: WorkspaceChange) => {
    const fresh = (await refetch()).data;
    if (!fresh || fresh.version === draft.version) return;
    if (isSame(section.read(fresh), draft.base)) {
      const rebased = { ...draft, version: fresh.version };
      setKept(rebased);
      send(rebased, more);
    } else {
      setTheirs(fresh);
    }
  };

  const current = (): Kept<T> => kept ?? { version: workspace.version, base, value };
  return {
    value,
    base,
    isDirty: kept !== null && !isSame(kept.base, kept.value),
    isSaving: changing.isPending,
    problem: isProblem(changing.error, "stale_version") ? null : changing.error,
    clash: theirs && {
      base: section.write(base),
      mine: section.write(value),
      theirs: section.write(section.read(theirs)),
    },
    change: (next) => {
      setKept({ ...current(), value: next });
      if (changing.isError) changing.reset();
    },
    save: (more) => send(current(), more),
    discard: () => {
      setKept(null);
      setTheirs(null);
      changing.reset();
    },
    keepMine: () => {
      if (!theirs) return;
      const fresh = section.read(theirs);
      const merged = { version: theirs.version, base: fresh, value: threeWay(value, base, fresh) };
      setKept(merged);
      setTheirs(null);
      send(merged);
    },
    forgetProblem: () => changing.reset(),
  };
}
