import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, ifMatch, ok } from "../../api/client";
import { type Filters, toQuery } from "../filter/filters";
import { VIEWS_KEY } from "../queries";
import type { SavedView } from "../types";

interface ViewContent {
  filters: Filters;
  columns: string[];
}

export function useViewActs() {
  const cache = useQueryClient();
  const again = { onSettled: () => cache.invalidateQueries({ queryKey: VIEWS_KEY }) };
  const save = useMutation({
    mutationFn: (view: ViewContent & { name: string; shared: boolean }) =>
      ok(api.POST("/v1/views", { body: { ...view, filters: toQuery(view.filters) } })),
    ...again,
  });
  const change = useMutation({
    mutationFn: ({ view, filters, columns }: ViewContent & { view: SavedView }) =>
      ok(
        api.PATCH("/v1/views/{view_id}", {
          params: { path: { view_id: view.id } },
          headers: ifMatch(view.version),
          body: { filters: toQuery(filters), columns },
        }),
      ),
    ...again,
  });
  const remove = useMutation({
    mutationFn: (view: SavedView) =>
      ok(
        api.DELETE("/v1/views/{view_id}", {
          params: { path: { view_id: view.id } },
          headers: ifMatch(view.version),
        }),
      ),
    ...again,
  });
  return { save, change, remove };
}
