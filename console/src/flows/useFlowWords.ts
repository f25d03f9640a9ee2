import { currentLanguage } from "../i18n/language";
import { sayCustom } from "../leads/lead/customValue";
import { useLeadWords } from "../leads/useLeadWords";
import { durationText, workText } from "./clock/countdown";
import { formField } from "./fields";
import type { CardState, Duration, FieldValue, FlowField, Priority, RunRow } from "./types";

/** How what stands in runs and cards is said. */
export function useFlowWords() {
  const words = useLeadWords();
  const language = currentLanguage();
  const { t } = words;
  return {
    ...words,
    state: (state: CardState) => t(`flows.state.${state}`),
    runState: (state: RunRow["state"]) => t(`flows.run_state.${state}`),
    priority: (priority: Priority) => t(`flows.priority.${priority}`),
    /** Time by the wall. */
    duration: (seconds: number) => durationText(seconds, language),
    /** Working time. */
    work: (seconds: number) => workText(seconds, language),
    /** A step's time, as it is set. */
    sla: ({ hours, days, basis }: Duration) => {
      const kind = basis === "calendar" ? "calendar" : "working";
      if (typeof days === "number") return t(`flows.sla.${kind}_days`, { count: days });
      return t(`flows.sla.${kind}_hours`, { count: hours ?? 0 });
    },
    /** `field`: as the flow has it, for the names of choices. */
    value: (value: Pick<FieldValue, "value" | "type">, field: FlowField | undefined) => {
      if (value.value === null || value.value === undefined || value.value === "") return "";
      const custom = formField(
        field ?? ({ id: "", names: { "zh-CN": "", en: "" }, type: value.type } as FlowField),
        words.names,
      ).custom;
      return custom ? sayCustom(custom, value.value, words) : String(value.value);
    },
  };
}

export type FlowWords = ReturnType<typeof useFlowWords>;
