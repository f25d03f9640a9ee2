import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, ok, type Schemas } from "../../api/client";
import { currentLanguage } from "../../i18n/language";

export type Tracked = Schemas["TrackView"];

/** Said again, the answer is the same: a second press does no harm. */
export function useReceipt(token: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["ReceiptBody"]) =>
      ok(api.POST("/v1/track/{token}/receipt", { params: { path: { token } }, body })),
    onSuccess: (after) => cache.setQueryData(["track", token, currentLanguage()], after),
    onError: () => cache.invalidateQueries({ queryKey: ["track", token] }),
  });
}
