import { Form, InputNumber, Radio } from "antd";
import { useTranslation } from "react-i18next";
import { EntryDialog } from "../entries/EntryDialog";
import type { StageEntry } from "./stageEntries";

type Values = Pick<StageEntry, "names" | "kind" | "silent_days" | "silent_basis" | "dwell_days">;

interface StageDialogProps {
  stage: StageEntry;
  onDone: (values: Values) => void;
  onClose: () => void;
}

export function StageDialog({ stage, onDone, onClose }: StageDialogProps) {
  const { t } = useTranslation();
  const { names, kind, silent_days, silent_basis, dwell_days } = stage;
  const finish = (values: Values) =>
    onDone(
      values.kind === "open"
        ? { ...values, dwell_days: values.dwell_days ?? null }
        : { ...closed, ...values },
    );
  const closed = { silent_days: null, silent_basis, dwell_days: null };
  return (
    <EntryDialog<Values>
      title={t(stage.id ? "settings.stages.edit" : "settings.stages.add")}
      initial={{ names, kind, silent_days, silent_basis, dwell_days }}
      onDone={finish}
      onClose={onClose}
    >
      {(form) => (
        <>
          <Form.Item
            name="kind"
            label={t("settings.stages.kind_label")}
            extra={stage.id ? t("settings.stages.kind_fixed") : undefined}
          >
            <Radio.Group
              disabled={stage.id !== undefined}
              options={(["open", "won", "lost"] as const).map((value) => ({
                value,
                label: t(`settings.stages.kind.${value}`),
              }))}
            />
          </Form.Item>
          <Form.Item noStyle dependencies={["kind"]}>
            {() => form.getFieldValue("kind") === "open" && <LimitFields />}
          </Form.Item>
        </>
      )}
    </EntryDialog>
  );
}

function LimitFields() {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item
        name="silent_days"
        label={t("settings.stages.silent_label")}
        extra={t("settings.stages.silent_hint")}
        rules={[{ required: true, message: t("settings.needed") }]}
      >
        <InputNumber min={1} max={365} precision={0} suffix={t("settings.day_unit")} />
      </Form.Item>
      <Form.Item name="silent_basis" label={t("settings.stages.basis_label")}>
        <Radio.Group
          options={(["calendar", "working"] as const).map((value) => ({
            value,
            label: t(`settings.stages.basis.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item
        name="dwell_days"
        label={t("settings.stages.dwell_label")}
        extra={t("settings.stages.dwell_hint")}
      >
        <InputNumber min={1} max={730} precision={0} suffix={t("settings.day_unit")} />
      </Form.Item>
    </>
  );
}
