import { useQuery } from "@tanstack/react-query";
import { api, ok } from "../api/client";
import { useSession } from "../auth/useSession";
import { pollingInterval } from "./polling";

export const UNREAD_KEY = ["inbox", "unread"] as const;

interface Unread {
  count: number;
  /** Milliseconds since 1970: when the count was last another one. */
  changedAt: number;
}

/** How many notifications wait to be read; asked for less and less often while nothing changes. */
export function useUnread(): number {
  const isSignedIn = useSession() !== "out";
  const query = useQuery<Unread>({
    queryKey: UNREAD_KEY,
    enabled: isSignedIn,
    queryFn: async ({ client, signal }) => {
      const query = { unread: true, limit: 1 };
      const { unread } = await ok(api.GET("/v1/notifications", { params: { query }, signal }));
      const before = client.getQueryData<Unread>(UNREAD_KEY);
      return { count: unread, changedAt: before?.count === unread ? before.changedAt : Date.now() };
    },
    refetchInterval: ({ state }) => pollingInterval(Date.now() - (state.data?.changedAt ?? Date.now())),
  });
  return query.data?.count ?? 0;
}
