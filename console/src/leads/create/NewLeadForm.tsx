import { Collapse, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useMembers } from "../../settings/members/queries";
import { Chips } from "../../ui/Chips";
import { useDay } from "../../workspace/dayContext";
import type { Draft, LeadField } from "../lead/fields";
import { useAccess } from "../useAccess";
import { useLeadWords } from "../useLeadWords";
import styles from "./Create.module.css";
import { FormField } from "./FormField";
import { type Drafts, keyOf } from "./newLead";

interface NewLeadFormProps {
  id: string;
  fields: LeadField[];
  first: string[];
  drafts: Drafts;
  problems: Readonly<Record<string, string>>;
  onChange: (key: string, draft: Draft) => void;
  onSubmit: () => void;
}

export function NewLeadForm({ id, fields, first, drafts, problems, onChange, onSubmit }: NewLeadFormProps) {
  const { t } = useTranslation();
  const { workspace, nameOf } = useDay();
  const words = useLeadWords();
  const access = useAccess();
  const members = useMembers();
  const isFirst = (field: LeadField) =>
    first.includes(field.id) || (field.custom !== null && field.isRequired);
  const rest = fields.filter((each) => !isFirst(each));
  const draw = (field: LeadField) => {
    const key = keyOf(field);
    return (
      <FormField
        key={key}
        id={`${id}-${key}`}
        field={field}
        value={drafts[key] ?? (field.kind === "choices" ? [] : "")}
        problem={problems[key]}
        hasFocus={key === "name"}
        onChange={(draft) => onChange(key, draft)}
      />
    );
  };
  const byId = (name: string) => fields.filter((each) => each.id === name && !each.custom).map(draw);
  // A field of the folded part that was refused has to be seen.
  const isRefused = rest.some((each) => problems[keyOf(each)] !== undefined);
  return (
    <form
      className={styles.form}
      aria-label={t("leads.create.title")}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {byId("name")}
      {byId("source_channel")}
      <Chips
        label={words.field("stage")}
        options={workspace.stages
          .filter((each) => !each.archived && each.kind === "open")
          .map((each) => ({ value: each.id, label: nameOf(each) }))}
        value={String(drafts.stage ?? "")}
        onChange={(stage) => onChange("stage", stage)}
      />
      <div className={styles.pair}>
        {byId("first_contact_at")}
        {byId("next_follow_up_at")}
      </div>
      {fields.filter((each) => each.custom && each.isRequired).map(draw)}
      <Collapse
        ghost
        className={styles.more ?? ""}
        defaultActiveKey={[]}
        {...(isRefused ? { activeKey: ["rest"] } : {})}
        items={[
          {
            key: "rest",
            label: t("leads.create.more"),
            children: (
              <div className={styles.form}>
                {access("owner_id") === "write" && (
                  <div>
                    <label className={styles.label} htmlFor={`${id}-owner_id`}>
                      {words.field("owner_id")}
                    </label>
                    <Select
                      id={`${id}-owner_id`}
                      className={styles.wide}
                      allowClear
                      placeholder={t("leads.create.owner_by_rule")}
                      showSearch={{ optionFilterProp: "label" }}
                      value={String(drafts.owner_id ?? "") || undefined}
                      onChange={(owner) => onChange("owner_id", owner ?? "")}
                      options={(members.data ?? []).map((each) => ({ value: each.id, label: each.name }))}
                    />
                  </div>
                )}
                {rest.map(draw)}
              </div>
            ),
          },
        ]}
      />
      {/* So that Enter in a field saves. */}
      <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
    </form>
  );
}
