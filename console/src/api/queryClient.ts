import { QueryClient } from "@tanstack/react-query";
import { isProblem } from "./problem";

/** Refusals stay refusals; only what may pass (no network, 5xx) is tried again. */
function mayPass(error: unknown): boolean {
  return isProblem(error) && (error.status === 0 || error.status >= 500);
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 20_000,
      gcTime: 10 * 60_000,
      retry: (failures, error) => failures < 2 && mayPass(error),
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false },
  },
});
