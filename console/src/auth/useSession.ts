import { useSyncExternalStore } from "react";
import { onSessionChange, type SessionStatus, sessionStatus } from "../api/session";

/** `unknown` until the first request has asked whether the cookie is good. */
export function useSession(): SessionStatus {
  return useSyncExternalStore(onSessionChange, sessionStatus);
}
