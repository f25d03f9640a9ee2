import { useQuery } from "@tanstack/react-query";
import { api, ok, type Schemas } from "../../api/client";
import { currentLanguage } from "../../i18n/language";

export type Roles = Schemas["RolesView"];
export type RoleId = Roles["items"][number]["id"];

export function useRoles() {
  return useQuery({
    queryKey: ["settings", "roles", currentLanguage()],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => ok(api.GET("/v1/roles", { signal })),
  });
}
