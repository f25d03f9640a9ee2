import type { ParseKeys, TFunction } from "i18next";
import i18next from "i18next";
import type { Language } from "../../i18n/language";
import type { Member, Names, Workspace } from "../setup/types";

/** How ids and values are called for the reader. An id that nobody knows any more stays as it is. */
export interface Words {
  t: TFunction;
  language: Language;
  member: (id: string) => string;
  stage: (id: string) => string;
  channel: (id: string) => string;
  reason: (id: string) => string;
  field: (id: string) => string;
  names: (names: Names) => string;
  /** An instant, on the workspace's wall. */
  moment: (instant: string) => string;
}

interface Named {
  id: string;
  name: string;
}

export function wordsOf(workspace: Workspace, members: Member[], language: Language, t: TFunction): Words {
  const moments = new Intl.DateTimeFormat(language, {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: workspace.timezone,
  });
  const finder = (...lists: Named[][]) => {
    const names = new Map(lists.flat().map((each) => [each.id, each.name]));
    return (id: string) => names.get(id) ?? id;
  };
  const custom = finder(workspace.fields);
  return {
    t,
    language,
    member: finder(members),
    stage: finder(workspace.stages),
    channel: finder(workspace.source_channels),
    reason: finder(workspace.hold_reasons, workspace.lost_reasons),
    field: (id) => known(t, `settings.builtin.${id}`) ?? custom(id),
    names: (names) => names[language],
    moment: (instant) => moments.format(new Date(instant)),
  };
}

/** The text of a key that is made from what the server says; null where there is none. */
export function known(t: TFunction, key: string): string | null {
  return i18next.exists(key) ? t(key as ParseKeys, { defaultValue: "" }) : null;
}
