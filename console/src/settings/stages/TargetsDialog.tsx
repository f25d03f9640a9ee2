import { Modal, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "../../i18n/language";
import styles from "../settings.module.css";
import type { StageEntry } from "./stageEntries";

interface TargetsDialogProps {
  isOpen: boolean;
  leaving: StageEntry[];
  targets: StageEntry[];
  isSaving: boolean;
  /** Stage id to the id of the one that takes its leads. */
  onDone: (targets: Record<string, string>) => void;
  onClose: () => void;
}

/** An archived stage still holds leads: asks where they go. */
export function TargetsDialog({ isOpen, leaving, targets, isSaving, onDone, onClose }: TargetsDialogProps) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const options = targets.map((stage) => ({ value: stage.key, label: stage.names[language] }));
  const isComplete = leaving.every((stage) => targets.some((target) => target.key === chosen[stage.key]));
  return (
    <Modal
      open={isOpen}
      title={t("settings.stages.targets.title")}
      okText={t("settings.stages.targets.done")}
      okButtonProps={{ disabled: !isComplete, loading: isSaving }}
      onOk={() => onDone(Object.fromEntries(leaving.map((stage) => [stage.key, chosen[stage.key] ?? ""])))}
      onCancel={onClose}
    >
      <div className={styles.stack}>
        <p>{t("settings.stages.targets.text")}</p>
        {leaving.map((stage) => (
          <div key={stage.key} className={styles.field}>
            <label htmlFor={`target-${stage.key}`}>
              {t("settings.stages.targets.of", { stage: stage.names[language] })}
            </label>
            <Select
              id={`target-${stage.key}`}
              value={chosen[stage.key]}
              placeholder={t("settings.stages.targets.choose")}
              options={options}
              onChange={(target: string) => setChosen((before) => ({ ...before, [stage.key]: target }))}
            />
          </div>
        ))}
      </div>
    </Modal>
  );
}
