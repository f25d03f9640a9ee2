import { Tabs } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { type Entry, entryChange, entryOf } from "../entries/entries";
import { SetupPage } from "../setup/SetupPage";
import type { SetupSection } from "../setup/types";
import { ListEditor } from "./ListEditor";

const LISTS = {
  "source-channels": "source_channels",
  "hold-reasons": "hold_reasons",
  "lost-reasons": "lost_reasons",
} as const;
type Address = keyof typeof LISTS;
type List = (typeof LISTS)[Address];
const ADDRESSES = Object.keys(LISTS) as Address[];

function sectionOf(list: List): SetupSection<Entry[]> {
  return {
    read: (workspace) => workspace[list].map(entryOf),
    write: (entries) => ({ [list]: entries.map(entryChange) }),
  };
}

const SECTIONS: Record<List, SetupSection<Entry[]>> = {
  source_channels: sectionOf("source_channels"),
  hold_reasons: sectionOf("hold_reasons"),
  lost_reasons: sectionOf("lost_reasons"),
};

export function Component() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { list: given } = useParams();
  const address = ADDRESSES.find((each) => each === given) ?? "source-channels";
  const list = LISTS[address];
  return (
    <SetupPage
      key={list}
      title={t("settings.section.lists.name")}
      lead={t("settings.section.lists.hint")}
      section={SECTIONS[list]}
      check={(entries) => (entries.some((each) => !each.archived) ? null : t("settings.lists.one_needed"))}
    >
      {(draft) => (
        <div>
          <Tabs
            activeKey={address}
            onChange={(next) => void navigate(`/settings/lists/${next}`)}
            items={ADDRESSES.map((each) => ({ key: each, label: t(`settings.property.${LISTS[each]}`) }))}
          />
          <ListEditor
            label={t(`settings.property.${list}`)}
            hint={t(`settings.lists.hint.${list}`)}
            entries={draft.value}
            onChange={draft.change}
          />
        </div>
      )}
    </SetupPage>
  );
}
