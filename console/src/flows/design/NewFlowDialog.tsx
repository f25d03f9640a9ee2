import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { api, ok } from "../../api/client";
import { currentLanguage } from "../../i18n/language";
import { Dialog } from "../../leads/act/Dialog";
import { bothNames } from "../../settings/entries/entries";
import { FLOWS_KEY } from "../queries";
import type { FlowDefinition } from "../types";
import { NO_NAMES, newFlow, newId } from "./draft";
import { NamesInput } from "./NamesInput";

/** A flow begins with a name and one step; the rest is done in its editor. */
export function NewFlowDialog({ taken, onClose }: { taken: string[]; onClose: () => void }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const [names, setNames] = useState(NO_NAMES);
  const [isMissing, setMissing] = useState(false);
  const creating = useMutation({
    mutationFn: (body: FlowDefinition) => ok(api.POST("/v1/flows", { body })),
    onSuccess: async (flow) => {
      await cache.invalidateQueries({ queryKey: FLOWS_KEY });
      void navigate(`/settings/flows/${flow.id}`);
    },
  });
  const create = () => {
    if (!names[currentLanguage()].trim()) return setMissing(true);
    const both = bothNames(names);
    const step = { "zh-CN": "第一步", en: "First step" };
    const reason = { "zh-CN": "其他", en: "Other" };
    creating.mutate(newFlow(newId(both, "flow", taken), both, step, reason));
  };
  return (
    <Dialog
      title={t("flows.none.action")}
      about={t("flows.none.hint")}
      okText={t("flows.design.create")}
      isPending={creating.isPending}
      error={creating.error}
      problem={isMissing ? t("settings.needed") : null}
      onOk={create}
      onClose={onClose}
    >
      <NamesInput
        value={names}
        onChange={(next) => {
          setNames(next);
          setMissing(false);
        }}
      />
    </Dialog>
  );
}
