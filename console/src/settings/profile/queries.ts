import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, ifMatch, ok, type Schemas, tagged } from "../../api/client";
import { beginSession } from "../../api/session";

const OWN_KEY = ["settings", "own-account"] as const;
export type OwnChange = Schemas["OwnChange"];

/** The own account with its ETag. */
export function useOwnAccount() {
  return useQuery({
    queryKey: OWN_KEY,
    queryFn: ({ signal }) => tagged(api.GET("/v1/me", { signal })),
  });
}

export function useChangeOwnAccount() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ body, etag }: { body: OwnChange; etag: string | null }) =>
      tagged(api.PATCH("/v1/me", { body, headers: ifMatch(etag) })),
    onSuccess: (own) => {
      cache.setQueryData(OWN_KEY, own);
      cache.setQueryData(["me"], own.body);
      void cache.invalidateQueries({ queryKey: ["members"] });
    },
    onError: () => cache.invalidateQueries({ queryKey: OWN_KEY }),
  });
}

/** All sessions end but the one that comes with the answer. */
export function useChangePassword() {
  return useMutation({
    mutationFn: (body: Schemas["PasswordChange"]) => ok(api.POST("/v1/password/change", { body })),
    onSuccess: beginSession,
  });
}
