import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useNavigate } from "react-router";
import { api, ok, type Schemas } from "../api/client";
import { isProblem } from "../api/problem";
import { beginSession, endSession } from "../api/session";
import { currentLanguage, type Language } from "../i18n/language";
import { useSession } from "./useSession";

export const ME_KEY = ["me"] as const;
export const PACKS_KEY = ["packs"] as const;

export type Me = Schemas["MeView"];
export type Pack = Schemas["PackView"];
export type Role = Schemas["MemberView"]["role"];

/** Who acts, in which workspace, with which permissions. */
export function useMe() {
  const isSignedOut = useSession() === "out";
  return useQuery({
    queryKey: ME_KEY,
    enabled: !isSignedOut,
    staleTime: 60_000,
    queryFn: ({ signal }) => ok(api.GET("/v1/me", { signal })),
  });
}

/** Whether the signed-in member has a permission of `GET /v1/roles`. */
export function useMay(): (permission: string) => boolean {
  const permissions = useMe().data?.permissions;
  return useCallback((permission) => permissions?.includes(permission) ?? false, [permissions]);
}

export function usePacks() {
  return useQuery({
    queryKey: [...PACKS_KEY, currentLanguage()],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      ok(api.GET("/v1/packs", { params: { query: { locale: currentLanguage() } }, signal })),
  });
}

/** A mutation whose answer signs in: everything that was read before belongs to somebody else. */
function useBeginning<Input>(call: (input: Input) => Promise<Schemas["SignedInView"]>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSuccess: (answer) => {
      cache.clear();
      beginSession(answer);
    },
  });
}

export function useSignIn() {
  return useBeginning((body: Schemas["Login"]) => ok(api.POST("/v1/login", { body })));
}

export function useSignUp() {
  return useBeginning((body: Schemas["SignUp"]) => ok(api.POST("/v1/signup", { body })));
}

export function useResetPassword() {
  return useBeginning((body: Schemas["PasswordReset"]) => ok(api.POST("/v1/password/reset", { body })));
}

export function useAcceptInvite() {
  return useBeginning((body: Schemas["InviteAcceptance"]) => ok(api.POST("/v1/invites/accept", { body })));
}

export function useEnterWorkspace() {
  const navigate = useNavigate();
  const entering = useBeginning((workspaceId: string) =>
    ok(api.POST("/v1/workspaces/{workspace_id}/enter", { params: { path: { workspace_id: workspaceId } } })),
  );
  const { mutate } = entering;
  return {
    ...entering,
    mutate: (workspaceId: string, options: { onError: (error: unknown) => void }) =>
      mutate(workspaceId, { ...options, onSuccess: () => void navigate("/") }),
  };
}

export function useForgotPassword() {
  return useMutation({
    mutationFn: (body: Schemas["ForgottenPassword"]) => ok(api.POST("/v1/password/forgot", { body })),
  });
}

export function useSignOut() {
  const cache = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async () => {
      try {
        await ok(api.POST("/v1/logout"));
      } catch (error) {
        if (!isProblem(error) || error.status !== 401) throw error; // 401: it had ended already
      }
    },
    onSuccess: async () => {
      await navigate("/login");
      endSession();
      cache.clear();
    },
  });
}

/** Keeps the chosen language with the account, so that letters and the next device use it. */
export function useKeepLanguage() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (locale: Language) => ok(api.PATCH("/v1/me", { body: { locale } })),
    onSuccess: (me) => cache.setQueryData(ME_KEY, me),
  });
}

export function useInviteMember() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["NewMemberBody"]) => ok(api.POST("/v1/members", { body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ["members"] }),
  });
}
