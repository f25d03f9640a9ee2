import { Form, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { EntryDialog } from "../entries/EntryDialog";
import type { Entry } from "../entries/entries";
import { ChoicesInput } from "./ChoicesInput";
import { FIELD_TYPES, type FieldEntry, hasChoices } from "./fieldEntries";

type Values = Pick<FieldEntry, "names" | "type" | "required" | "choices">;

interface FieldDialogProps {
  field: FieldEntry;
  onDone: (values: Values) => void;
  onClose: () => void;
}

export function FieldDialog({ field, onDone, onClose }: FieldDialogProps) {
  const { t } = useTranslation();
  const { names, type, required, choices } = field;
  const someNamed = async (_rule: unknown, value: Entry[]) => {
    const live = value.filter((each) => !each.archived);
    const isNamed = (each: Entry) => Boolean(each.names["zh-CN"].trim() || each.names.en.trim());
    if (live.length === 0) throw new Error(t("settings.fields.choices_needed"));
    if (!live.every(isNamed)) throw new Error(t("settings.fields.choice_unnamed"));
  };
  return (
    <EntryDialog<Values>
      title={t(field.id ? "settings.fields.edit" : "settings.fields.add")}
      initial={{ names, type, required, choices }}
      onDone={(values) =>
        onDone({
          names: values.names,
          type: values.type,
          required: values.required,
          choices: values.choices ?? choices,
        })
      }
      onClose={onClose}
    >
      {(form) => (
        <>
          <Form.Item
            name="type"
            label={t("settings.fields.type_label")}
            extra={field.id ? t("settings.fields.type_fixed") : undefined}
          >
            <Select
              disabled={field.id !== undefined}
              options={FIELD_TYPES.map((value) => ({ value, label: t(`settings.fields.type.${value}`) }))}
            />
          </Form.Item>
          <Form.Item noStyle dependencies={["type"]}>
            {() =>
              hasChoices(form.getFieldValue("type")) && (
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
          <Form.Item
            name="required"
            label={t("settings.fields.required_label")}
            valuePropName="checked"
            extra={t("settings.fields.required_hint")}
          >
            <Switch />
          </Form.Item>
        </>
      )}
    </EntryDialog>
  );
}
