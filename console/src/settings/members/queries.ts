import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, ifMatch, ok, type Schemas } from "../../api/client";
import type { Member } from "../setup/types";

export type MemberChange = Schemas["MemberChangeBody"];
const MEMBERS_KEY = ["members", "all"] as const;
const PAGE = 200;

/** Everyone who has not left, in the order in which they came: the tree needs them all. */
export function useMembers() {
  return useQuery({
    queryKey: MEMBERS_KEY,
    queryFn: async ({ signal }) => {
      const members: Member[] = [];
      let cursor: string | undefined;
      do {
        const query = { limit: PAGE, cursor };
        const page = await ok(api.GET("/v1/members", { params: { query }, signal }));
        members.push(...page.items);
        cursor = page.next_cursor ?? undefined;
      } while (cursor);
      return members;
    },
  });
}

function useMembersMutation<Input, Output>(call: (input: Input) => Promise<Output>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: ["me"] });
      void cache.invalidateQueries({ queryKey: ["leads"] });
    },
    // A refusal too may mean that what is shown is out of date.
    onSettled: () => cache.invalidateQueries({ queryKey: ["members"] }),
  });
}

export function useInvite() {
  return useMembersMutation((body: Schemas["NewMemberBody"]) => ok(api.POST("/v1/members", { body })));
}

export function useInviteAgain() {
  return useMembersMutation(({ id, email }: { id: string; email: string | null }) =>
    ok(api.POST("/v1/members/{member_id}/invite", { params: { path: { member_id: id } }, body: { email } })),
  );
}

export function useChangeMember() {
  return useMembersMutation(({ id, version, body }: { id: string; version: number; body: MemberChange }) =>
    ok(
      api.PATCH("/v1/members/{member_id}", {
        params: { path: { member_id: id } },
        body,
        headers: ifMatch(version),
      }),
    ),
  );
}

export function useRemoveMember() {
  return useMembersMutation((gone: { id: string; version: number; successorId?: string }) =>
    ok(
      api.DELETE("/v1/members/{member_id}", {
        params: { path: { member_id: gone.id }, query: { successor_id: gone.successorId } },
        headers: ifMatch(gone.version),
      }),
    ),
  );
}
