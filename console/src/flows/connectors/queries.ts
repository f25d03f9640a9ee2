import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, ifMatch, ok, type Schemas } from "../../api/client";
import { currentLanguage } from "../../i18n/language";

export type Connector = Schemas["ConnectorView"];
export type Kind = Schemas["KindList"]["items"][number];
export type Mapping = Schemas["Mapping"];
export type Rule = Schemas["Rule"];
export type Signature = Connector["signature"];
export type Trial = Schemas["TrialView"];
export type Unmatched = Schemas["UnmatchedView"];

const KEY = ["connectors"] as const;

export function useConnectors() {
  return useQuery({
    queryKey: [...KEY, "list"],
    queryFn: async ({ signal }) => (await ok(api.GET("/v1/connectors", { signal }))).items,
  });
}

export function useKinds() {
  return useQuery({
    queryKey: [...KEY, "kinds", currentLanguage()],
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) => (await ok(api.GET("/v1/connectors/kinds", { signal }))).items,
  });
}

export function useUnmatched() {
  return useInfiniteQuery({
    queryKey: [...KEY, "unmatched", currentLanguage()],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 30, ...(pageParam ? { cursor: pageParam } : {}) };
      return ok(api.GET("/v1/connectors/unmatched", { params: { query }, signal }));
    },
    getNextPageParam: (page) => page.next_cursor,
  });
}

function useConnectorsMutation<Input, Output>(call: (input: Input) => Promise<Output>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSettled: () => {
      void cache.invalidateQueries({ queryKey: KEY });
      void cache.invalidateQueries({ queryKey: ["flows"] });
    },
  });
}

const at = ({ id, version }: Pick<Connector, "id" | "version">) => ({
  params: { path: { connector_id: id } },
  headers: ifMatch(version),
});

export const useCreateConnector = () =>
  useConnectorsMutation((body: Schemas["NewConnectorBody"]) => ok(api.POST("/v1/connectors", { body })));

export const useChangeConnector = (connector: Connector) =>
  useConnectorsMutation((body: Schemas["ConnectorChangeBody"]) =>
    ok(api.PATCH("/v1/connectors/{connector_id}", { ...at(connector), body })),
  );

export const useDeleteConnector = (connector: Connector) =>
  useConnectorsMutation(() => ok(api.DELETE("/v1/connectors/{connector_id}", at(connector))));

export const useNewSecret = (connector: Connector) =>
  useConnectorsMutation(() =>
    ok(api.POST("/v1/connectors/{connector_id}/secret", { ...at(connector), body: { secret: null } })),
  );

export const useTrial = (connector: Connector) =>
  useMutation({
    mutationFn: (payload: unknown) =>
      ok(
        api.POST("/v1/connectors/{connector_id}/test", {
          params: { path: { connector_id: connector.id } },
          // Any JSON is an event.
          body: { payload: payload as Schemas["TrialBody"]["payload"] },
        }),
      ),
  });

export const useMatch = (hook_id: string) =>
  useConnectorsMutation((card_id: string) =>
    ok(
      api.POST("/v1/connectors/unmatched/{hook_id}/match", {
        params: { path: { hook_id } },
        body: { card_id },
      }),
    ),
  );

export const useDismiss = (hook_id: string) =>
  useConnectorsMutation(() =>
    ok(api.DELETE("/v1/connectors/unmatched/{hook_id}", { params: { path: { hook_id } } })),
  );

/** Open runs, to match an event with one of their cards. */
export function useOpenRuns() {
  return useQuery({
    queryKey: ["flows", "runs", "open", currentLanguage()],
    queryFn: async ({ signal }) =>
      (await ok(api.GET("/v1/runs", { params: { query: { state: "open", limit: 200 } }, signal }))).items,
  });
}
