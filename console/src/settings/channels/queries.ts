import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, ifMatch, ok, type Schemas } from "../../api/client";
import { currentLanguage } from "../../i18n/language";

export type Channel = Schemas["ChannelView"];
export type NewChannel = Schemas["NewChannelBody"];
export type ChannelChange = Schemas["ChannelChangeBody"];
export type ChannelTest = Schemas["ChannelTestView"];

export function useChannels() {
  return useQuery({
    queryKey: ["channels", "all"],
    queryFn: async ({ signal }) => (await ok(api.GET("/v1/channels", { signal }))).items,
  });
}

/** What a channel may be told of, by its name for the reader. */
export function useNotificationKinds() {
  return useQuery({
    queryKey: ["settings", "notification-kinds", currentLanguage()],
    queryFn: async ({ signal }) =>
      (await ok(api.GET("/v1/notifications/preferences", { signal }))).kinds.map(({ kind, name }) => ({
        kind,
        name,
      })),
  });
}

function useChannelsMutation<Input, Output>(call: (input: Input) => Promise<Output>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSettled: () => cache.invalidateQueries({ queryKey: ["channels"] }),
  });
}

export function useAddChannel() {
  return useChannelsMutation((body: NewChannel) => ok(api.POST("/v1/channels", { body })));
}

export function useChangeChannel() {
  return useChannelsMutation(({ channel, body }: { channel: Channel; body: ChannelChange }) =>
    ok(
      api.PATCH("/v1/channels/{channel_id}", {
        params: { path: { channel_id: channel.id } },
        body,
        headers: ifMatch(channel.version),
      }),
    ),
  );
}

export function useRemoveChannel() {
  return useChannelsMutation((channel: Channel) =>
    ok(
      api.DELETE("/v1/channels/{channel_id}", {
        params: { path: { channel_id: channel.id } },
        headers: ifMatch(channel.version),
      }),
    ),
  );
}

export function useTestChannel() {
  return useMutation({
    mutationFn: (id: string) =>
      ok(api.POST("/v1/channels/{channel_id}/test", { params: { path: { channel_id: id } } })),
  });
}
