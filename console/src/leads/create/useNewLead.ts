import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, tagged } from "../../api/client";
import { attemptKey, forgetAttempt } from "../attempt";
import { LIST_KEY, leadKey, PIPELINE_KEY } from "../queries";
import type { NewLead } from "./newLead";

const ATTEMPT = "new";

/** Captures a lead; a try after a lost answer makes no second one. */
export function useNewLead() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: NewLead) =>
      tagged(
        api.POST("/v1/leads", {
          params: { header: { "Idempotency-Key": attemptKey(ATTEMPT, body) } },
          body,
        }),
      ),
    onSuccess: (made) => {
      forgetAttempt(ATTEMPT);
      cache.setQueriesData({ queryKey: leadKey(made.body.id) }, () => made);
      void cache.invalidateQueries({ queryKey: LIST_KEY });
      void cache.invalidateQueries({ queryKey: PIPELINE_KEY });
      void cache.invalidateQueries({ queryKey: ["leads"], refetchType: "none" });
    },
  });
}
