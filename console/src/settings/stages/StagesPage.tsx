import { useTranslation } from "react-i18next";
import { SetupPage } from "../setup/SetupPage";
import { StagesEditor } from "./StagesEditor";
import { STAGES, stagesFault } from "./stageEntries";

export function Component() {
  const { t } = useTranslation();
  return (
    <SetupPage
      title={t("settings.section.stages.name")}
      lead={t("settings.section.stages.hint")}
      section={STAGES}
      answers={["stage_has_leads"]}
      check={(stages) => {
        const fault = stagesFault(stages);
        return fault && t(`settings.stages.fault.${fault}`);
      }}
    >
      {(draft) => <StagesEditor draft={draft} />}
    </SetupPage>
  );
}
