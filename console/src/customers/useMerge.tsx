import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { api, ifMatch, ok } from "../api/client";
import { problemText } from "../ui/problems";
import { CUSTOMERS_KEY } from "./queries";
import type { TaggedCustomer } from "./types";

interface Merge {
  into: TaggedCustomer;
  from: TaggedCustomer;
}

/** Makes one customer part of another, and offers the way back at once. */
export function useMerge() {
  const { t } = useTranslation();
  const { notification } = App.useApp();
  const refresh = useRefresh();
  const undo = useUndoMerge();
  return useMutation({
    mutationFn: ({ into, from }: Merge) =>
      ok(
        api.POST("/v1/customers/{customer_id}/merge", {
          params: { path: { customer_id: from.body.id } },
          headers: ifMatch(from.etag),
          body: { into: into.body.id },
        }),
      ),
    onSuccess: (_customer, { from }) => {
      refresh();
      const name = from.body.name ?? "";
      const key = `merged-${from.body.id}`;
      notification.success({
        key,
        title: t("customers.merge.done", { name }),
        duration: 12,
        actions: (
          <Button
            size="small"
            onClick={() => {
              notification.destroy(key);
              undo.mutate({ id: from.body.id, name });
            }}
          >
            {t("customers.merge.undo")}
          </Button>
        ),
      });
    },
    // What was shown may be out of date.
    onError: refresh,
  });
}

export function useUndoMerge() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ id }: { id: string; name: string }) =>
      ok(api.POST("/v1/customers/{customer_id}/unmerge", { params: { path: { customer_id: id } } })),
    onSuccess: (_customer, { name }) => void message.success(t("customers.merge.undone", { name })),
    onError: (error) => void message.error(problemText(error, t)),
    onSettled: refresh,
  });
}

function useRefresh() {
  const cache = useQueryClient();
  return () => {
    void cache.invalidateQueries({ queryKey: CUSTOMERS_KEY });
    void cache.invalidateQueries({ queryKey: ["leads"], refetchType: "none" });
  };
}
