import { InputNumber, Radio, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useMembers } from "../members/queries";
import { SettingCard } from "../SettingCard";
import { SettingField } from "../SettingField";
import type { Workspace } from "../setup/types";
import type { SetupDraft } from "../setup/useSetupDraft";
import styles from "./AssignmentForm.module.css";
import { type AssignmentDraft, namedIn, RULES, withoutGone } from "./assignmentDraft";
import { RegionRows } from "./RegionRows";

interface AssignmentFormProps {
  draft: SetupDraft<AssignmentDraft>;
  workspace: Workspace;
}

/** Which part of the form a rule needs. */
const NEEDS_MEMBERS: readonly string[] = ["round_robin", "by_load"];

export function AssignmentForm({ draft, workspace }: AssignmentFormProps) {
  const { t } = useTranslation();
  const loaded = useMembers().data;
  const members = loaded ?? [];
  const { value } = draft;
  const owners = members.filter((each) => each.role !== "viewer");
  const ids = new Set(owners.map((each) => each.id));
  const gone = loaded ? [...new Set(namedIn(value))].filter((id) => !ids.has(id)) : [];
  const options = [
    ...owners.map((each) => ({ value: each.id, label: each.name })),
    ...gone.map((id) => ({ value: id, label: t("settings.assignment.gone"), disabled: true })),
  ];
  const set = (part: Partial<AssignmentDraft>) => {
    const next = { ...value, ...part };
    draft.change(loaded ? withoutGone(next, ids) : next);
  };
  return (
    <>
      <SettingCard title={t("settings.property.rule")}>
        <Radio.Group
          className={styles.rules}
          value={value.rule}
          onChange={(event) => set({ rule: event.target.value })}
          aria-label={t("settings.property.rule")}
        >
          {RULES.map((rule) => (
            <Radio key={rule} value={rule} className={styles.rule}>
              <span className={styles.name}>{t(`settings.assignment.rule.${rule}`)}</span>
              <span className={styles.hint}>{t(`settings.assignment.rule_hint.${rule}`)}</span>
            </Radio>
          ))}
        </Radio.Group>
      </SettingCard>
      {NEEDS_MEMBERS.includes(value.rule) && (
        <SettingCard title={t("settings.assignment.members")} hint={t("settings.assignment.members_hint")}>
          <Select
            mode="multiple"
            aria-label={t("settings.assignment.members")}
            placeholder={t("settings.assignment.everyone")}
            value={value.members}
            options={options}
            optionFilterProp="label"
            onChange={(chosen: string[]) => set({ members: chosen })}
          />
        </SettingCard>
      )}
      {value.rule === "by_channel" && (
        <SettingCard
          title={t("settings.assignment.rule.by_channel")}
          hint={t("settings.assignment.map_hint")}
        >
          <div className={styles.pairs}>
            {workspace.source_channels
              .filter((channel) => !channel.archived)
              .map((channel) => (
                <div key={channel.id} className={styles.pair}>
                  <label htmlFor={`channel-${channel.id}`}>{channel.name}</label>
                  <Select
                    id={`channel-${channel.id}`}
                    allowClear
                    showSearch={{ optionFilterProp: "label" }}
                    placeholder={t("settings.assignment.pool")}
                    value={value.by_channel[channel.id]}
                    options={options}
                    onChange={(member?: string) => {
                      const { [channel.id]: _former, ...others } = value.by_channel;
                      set({ by_channel: member ? { ...others, [channel.id]: member } : others });
                    }}
                  />
                </div>
              ))}
          </div>
        </SettingCard>
      )}
      {value.rule === "by_region" && (
        <SettingCard title={t("settings.assignment.rule.by_region")} hint={t("settings.assignment.map_hint")}>
          <RegionRows
            rows={value.by_region}
            options={options}
            known={members.flatMap((each) => each.region ?? [])}
            onChange={(by_region) => set({ by_region })}
          />
        </SettingCard>
      )}
      {value.rule !== "none" && (
        <SettingCard title={t("settings.assignment.limits")}>
          <SettingField
            id="assignment-cap"
            label={t("settings.property.cap")}
            hint={t("settings.assignment.cap_hint")}
          >
            <InputNumber
              id="assignment-cap"
              min={1}
              max={100_000}
              precision={0}
              value={value.cap}
              placeholder={t("settings.assignment.no_cap")}
              onChange={(cap) => set({ cap })}
            />
          </SettingField>
        </SettingCard>
      )}
    </>
  );
}
