import { AutoComplete, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useMembers } from "../../settings/members/queries";
import { DayField } from "../../workspace/DayField";
import { useDay } from "../../workspace/dayContext";
import { useProductNames } from "../queries";
import styles from "./Fields.module.css";
import type { Draft, FieldKind, LeadField } from "./fields";

interface FieldInputProps {
  id: string;
  field: LeadField;
  value: Draft;
  currency: string;
  onChange: (next: Draft) => void;
  isInvalid?: boolean;
  /** The id of what says what is wrong. */
  describedBy?: string;
  hasFocus?: boolean;
}

const TYPES: Partial<Record<FieldKind, string>> = {
  phone: "tel",
  email: "email",
  link: "url",
};
const MODES: Partial<Record<FieldKind, "decimal">> = { number: "decimal", money: "decimal" };
const CHOSEN: ReadonlySet<FieldKind> = new Set(["choice", "choices", "channel", "yes_no", "member"]);

/** The input of any field of a lead, built in or of one's own making. */
export function FieldInput(props: FieldInputProps) {
  const { id, field, value, currency, onChange, isInvalid, describedBy, hasFocus } = props;
  const shared = {
    id,
    autoFocus: hasFocus,
    "aria-invalid": isInvalid,
    "aria-describedby": describedBy,
    "aria-required": field.isRequired,
  };
  if (CHOSEN.has(field.kind)) return <ChosenInput {...props} shared={shared} />;
  const text = String(value);
  if (field.kind === "long") {
    return (
      <Input.TextArea
        {...shared}
        autoSize={{ minRows: 2, maxRows: 8 }}
        maxLength={5000}
        value={text}
        onChange={({ target }) => onChange(target.value)}
      />
    );
  }
  if (field.kind === "date" || field.kind === "moment") {
    return <DayField {...shared} look="box" value={text} onChange={onChange} />;
  }
  if (field.kind === "product") return <ProductInput {...props} shared={shared} />;
  return (
    <Input
      {...shared}
      type={TYPES[field.kind] ?? "text"}
      inputMode={MODES[field.kind]}
      suffix={field.kind === "money" ? currency : undefined}
      maxLength={field.kind === "text" ? 200 : 500}
      value={text}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

type SharedProps = FieldInputProps & { shared: object };

function ProductInput({ value, onChange, shared }: SharedProps) {
  const names = useProductNames(true).data ?? [];
  const typed = String(value);
  return (
    <AutoComplete
      {...shared}
      className={styles.wide}
      value={typed}
      onChange={onChange}
      options={names
        .filter((name) => name.toLowerCase().includes(typed.toLowerCase()))
        .map((name) => ({ value: name }))}
    />
  );
}

function ChosenInput({ field, value, onChange, shared }: SharedProps) {
  const { t } = useTranslation();
  const { workspace, nameOf } = useDay();
  const members = useMembers();
  const live = (entries: { id: string; archived: boolean; names: { "zh-CN": string; en: string } }[]) =>
    entries
      .filter((each) => !each.archived || each.id === value)
      .map((each) => ({ value: each.id, label: nameOf(each) }));
  const options = {
    channel: () => live(workspace.source_channels),
    yes_no: () => [
      { value: "yes", label: t("settings.yes") },
      { value: "no", label: t("settings.no") },
    ],
    member: () => (members.data ?? []).map((each) => ({ value: each.id, label: each.name })),
  };
  const offered =
    field.kind in options ? options[field.kind as keyof typeof options]() : live(field.custom?.choices ?? []);
  const common = {
    ...shared,
    className: styles.wide,
    options: offered,
    showSearch: { optionFilterProp: "label" },
    allowClear: !field.isRequired,
  };
  return field.kind === "choices" ? (
    <Select<string[]> {...common} mode="multiple" value={value as string[]} onChange={onChange} />
  ) : (
    <Select<string>
      {...common}
      value={String(value) || undefined}
      onChange={(next) => onChange(next ?? "")}
    />
  );
}
