import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, ok, type Schemas } from "../../api/client";

export type ApiKey = Schemas["ApiKeyView"];
export type NewApiKey = Schemas["NewApiKey"];
const API_KEYS_KEY = ["settings", "api-keys"] as const;

export function useApiKeys() {
  return useInfiniteQuery({
    queryKey: API_KEYS_KEY,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Schemas["ApiKeyList"]) => page.next_cursor ?? undefined,
    queryFn: ({ signal, pageParam }) =>
      ok(api.GET("/v1/api-keys", { params: { query: { cursor: pageParam } }, signal })),
  });
}

function useKeysMutation<Input, Output>(call: (input: Input) => Promise<Output>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSettled: () => cache.invalidateQueries({ queryKey: API_KEYS_KEY }),
  });
}

export function useCreateApiKey() {
  return useKeysMutation((body: NewApiKey) => ok(api.POST("/v1/api-keys", { body })));
}

export function useRevokeApiKey() {
  return useKeysMutation((id: string) =>
    ok(api.DELETE("/v1/api-keys/{key_id}", { params: { path: { key_id: id } } })),
  );
}
