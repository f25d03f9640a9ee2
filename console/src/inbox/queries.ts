import {
  type InfiniteData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { api, ok, type Schemas } from "../api/client";
import { currentLanguage } from "../i18n/language";
import { UNREAD_KEY } from "./useUnread";

export type Notification = Schemas["NotificationView"];
export type Delivery = Schemas["DeliveryView"];
export type Preferences = Schemas["PreferencesView"];
export type Filter = "all" | "unread" | "dead";
export type Way = "inbox" | "channels" | "email";

const LIST_KEY = ["inbox", "list"] as const;
const DEAD_KEY = ["inbox", "dead"] as const;
const PREFERENCES_KEY = ["inbox", "preferences"] as const;
type Pages = InfiniteData<Schemas["NotificationList"]>;
type Unread = { count: number; changedAt: number };

export function useNotifications(unread: boolean, isEnabled: boolean) {
  return useInfiniteQuery({
    queryKey: [...LIST_KEY, { unread }],
    enabled: isEnabled,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = { unread, limit: 30, ...(pageParam ? { cursor: pageParam } : {}) };
      return ok(api.GET("/v1/notifications", { params: { query }, signal }));
    },
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** What channels of the workspace gave up on; for those who look after channels. */
export function useDeadNotifications(isEnabled: boolean) {
  return useInfiniteQuery({
    queryKey: DEAD_KEY,
    enabled: isEnabled,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 30, ...(pageParam ? { cursor: pageParam } : {}) };
      return ok(api.GET("/v1/notifications/dead", { params: { query }, signal }));
    },
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** Marks as read at once; lists keep what is read until they are opened again, so that nothing jumps. */
export function useRead() {
  const cache = useQueryClient();
  const mark = (id: string, read: boolean) => {
    cache.setQueriesData<Pages>({ queryKey: LIST_KEY }, (list) => list && mapped(list, id, { read }));
    cache.setQueryData<Unread>(UNREAD_KEY, (unread) =>
      unread ? { count: Math.max(0, unread.count + (read ? -1 : 1)), changedAt: Date.now() } : unread,
    );
  };
  return useMutation({
    mutationFn: (id: string) =>
      ok(api.POST("/v1/notifications/{notification_id}/read", { params: { path: { notification_id: id } } })),
    onMutate: (id) => mark(id, true),
    onError: (_error, id) => mark(id, false),
  });
}

function mapped(list: Pages, id: string, change: Partial<Notification>): Pages {
  const put = (each: Notification) => (each.id === id ? { ...each, ...change } : each);
  return { ...list, pages: list.pages.map((page) => ({ ...page, items: page.items.map(put) })) };
}

export function useReadAll() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      while ((await ok(api.POST("/v1/notifications/read-all"))).more);
    },
    onSettled: () => cache.invalidateQueries({ queryKey: ["inbox"] }),
  });
}

export function useRetry() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      ok(
        api.POST("/v1/notifications/{notification_id}/retry", { params: { path: { notification_id: id } } }),
      ),
    onSuccess: (after) => {
      cache.setQueriesData<Pages>({ queryKey: LIST_KEY }, (list) => list && mapped(list, after.id, after));
      return cache.invalidateQueries({ queryKey: DEAD_KEY });
    },
  });
}

export function usePreferences() {
  return useQuery({
    queryKey: [...PREFERENCES_KEY, currentLanguage()],
    queryFn: ({ signal }) => ok(api.GET("/v1/notifications/preferences", { signal })),
  });
}

/** A switch moves at once, and moves back when the server refuses. */
export function useChangePreferences() {
  const cache = useQueryClient();
  const key = [...PREFERENCES_KEY, currentLanguage()];
  return useMutation({
    mutationFn: (body: Schemas["PreferencesBody"]) =>
      ok(api.PATCH("/v1/notifications/preferences", { body })),
    onMutate: async (body) => {
      await cache.cancelQueries({ queryKey: key });
      const before = cache.getQueryData<Preferences>(key);
      if (before) cache.setQueryData(key, changed(before, body));
      return before;
    },
    onError: (_error, _body, before) => cache.setQueryData(key, before),
    onSuccess: (after) => cache.setQueryData(key, after),
  });
}

function changed(before: Preferences, { kinds, digest }: Schemas["PreferencesBody"]): Preferences {
  return {
    ...before,
    kinds: before.kinds.map((each) => {
      const { inbox, channels, email } = kinds?.[each.kind] ?? {};
      return {
        ...each,
        inbox: inbox ?? each.inbox,
        channels: channels ?? each.channels,
        email: email ?? each.email,
      };
    }),
    digest: {
      ...before.digest,
      enabled: digest?.enabled ?? before.digest.enabled,
      at: digest?.at === undefined ? before.digest.at : digest.at,
    },
  };
}
