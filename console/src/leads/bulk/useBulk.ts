import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, ok, type Schemas } from "../../api/client";
import { LIST_KEY, PIPELINE_KEY } from "../queries";

export type BulkAct = Schemas["BulkRequest"]["do"];
export type BulkResults = Schemas["BulkResults"];

/** One action on many leads; each has its own result. */
export function useBulk() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (act: BulkAct) => ok(api.POST("/v1/leads:bulk", { body: { do: act } })),
    onSettled: () => {
      void cache.invalidateQueries({ queryKey: LIST_KEY });
      void cache.invalidateQueries({ queryKey: PIPELINE_KEY });
      void cache.invalidateQueries({ queryKey: ["leads"], refetchType: "none" });
    },
  });
}
