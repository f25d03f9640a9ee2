import { Form, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { EntryDialog } from "../../settings/entries/EntryDialog";
import { bothNames, type Entry, entryOf } from "../../settings/entries/entries";
import { ChoicesInput } from "../../settings/fields/ChoicesInput";
import type { FlowField } from "../types";
import { newId } from "./draft";

const TYPES = ["text", "number", "money", "date", "choice", "yes_no", "phone", "email", "link"] as const;
const FROM_LEAD = ["name", "company", "contact", "phone", "email", "amount", "product"] as const;
const ROLES = ["manager", "rep", "collaborator", "viewer"] as const;
const KEY_TYPES: ReadonlySet<string> = new Set(["text", "number"]);

interface Values {
  names: FlowField["names"];
  type: NonNullable<FlowField["type"]>;
  choices: Entry[];
  from_lead?: FlowField["from_lead"];
  hidden_from: NonNullable<FlowField["hidden_from"]>;
  is_key: boolean;
  is_start: boolean;
}

interface FieldDialogProps {
  /** Without an id: a new one. */
  field: FlowField;
  isStart: boolean;
  onDone: (field: FlowField, isStart: boolean) => void;
  onClose: () => void;
}

export function FieldDialog({ field, isStart, onDone, onClose }: FieldDialogProps) {
  const { t } = useTranslation();
  const initial: Values = {
    names: field.names,
    type: field.type ?? "text",
    choices: (field.choices ?? []).map((each) => entryOf({ ...each, archived: each.archived ?? false })),
    from_lead: field.from_lead ?? null,
    hidden_from: field.hidden_from ?? [],
    is_key: field.is_key ?? false,
    is_start: isStart,
  };
  const someNamed = async (_rule: unknown, value: Entry[]) => {
    const live = value.filter((each) => !each.archived);
    if (live.length === 0) throw new Error(t("settings.fields.choices_needed"));
    if (!live.every((each) => each.names["zh-CN"].trim() || each.names.en.trim()))
      throw new Error(t("settings.fields.choice_unnamed"));
  };
  const done = ({ is_start, ...values }: Values) => {
    const entries = values.choices ?? initial.choices;
    const choices = values.type === "choice" ? choicesOf(entries) : [];
    onDone(
      {
        id: field.id,
        names: values.names,
        type: values.type,
        choices,
        from_lead: values.from_lead ?? null,
        hidden_from: values.hidden_from,
        is_key: KEY_TYPES.has(values.type) && Boolean(values.is_key),
      },
      is_start,
    );
  };
  return (
    <EntryDialog<Values>
      title={t(field.id ? "settings.fields.edit" : "settings.fields.add")}
      initial={initial}
      onDone={done}
      onClose={onClose}
    >
      {(form) => (
        <>
          <Form.Item name="type" label={t("settings.fields.type_label")}>
            <Select options={TYPES.map((value) => ({ value, label: t(`settings.fields.type.${value}`) }))} />
          </Form.Item>
          <Form.Item noStyle dependencies={["type"]}>
            {() =>
              form.getFieldValue("type") === "choice" && (
                <Form.Item
                  name="choices"
                  label={t("settings.property.choices")}
                  rules={[{ validator: someNamed }]}
                >
                  <ChoicesInput />
                </Form.Item>
              )
            }
          </Form.Item>
          <Form.Item name="from_lead" label={t("flows.design.fields.from_lead")}>
            <Select
              allowClear
              placeholder={t("flows.design.fields.not_from_lead")}
              options={FROM_LEAD.map((value) => ({ value, label: t(`settings.builtin.${value}`) }))}
            />
          </Form.Item>
          <Form.Item name="hidden_from" label={t("flows.design.fields.hidden_from")}>
            <Select
              mode="multiple"
              options={ROLES.map((value) => ({ value, label: t(`common.role.${value}`) }))}
            />
          </Form.Item>
          <Form.Item name="is_start" label={t("flows.design.fields.is_start")} valuePropName="checked">
            <Switch />
          </Form.Item>
          <Form.Item noStyle dependencies={["type"]}>
            {() =>
              KEY_TYPES.has(form.getFieldValue("type")) && (
                <Form.Item
                  name="is_key"
                  label={t("flows.design.fields.is_key")}
                  valuePropName="checked"
                  extra={t("flows.design.fields.key_hint")}
                >
                  <Switch />
                </Form.Item>
              )
            }
          </Form.Item>
        </>
      )}
    </EntryDialog>
  );
}

/** Choices that are new get their ids. */
function choicesOf(entries: Entry[]): NonNullable<FlowField["choices"]> {
  const ids = entries.flatMap((each) => each.id ?? []);
  return entries.map(({ id, names, archived }) => {
    const both = bothNames(names);
    const own = id ?? newId(both, "choice", ids);
    if (!id) ids.push(own);
    return { id: own, names: both, archived };
  });
}
