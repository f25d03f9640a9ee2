/**
 * The access token, in memory only. The refresh token is in a cookie that scripts cannot read; a new access token is
 * asked for once at a time, over all tabs of the browser, since a refresh token is good once.
 */
import { Problem } from "./problem";

export type SessionStatus = "unknown" | "in" | "out";
interface Token {
  value: string;
  /** Milliseconds of `performance.now()`. */
  staleAt: number;
}

/** Asked for anew this long before the server would refuse it. */
const MARGIN_MS = 30_000;
const LOCK = "glasspipe-refresh";

let token: Token | null = null;
let status: SessionStatus = "unknown";
let refreshing: Promise<string | null> | null = null;
const listeners = new Set<() => void>();
const otherTabs = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("glasspipe-session");

export function sessionStatus(): SessionStatus {
  return status;
}

export function onSessionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function become(next: SessionStatus): void {
  if (status === next) return;
  status = next;
  for (const listener of listeners) listener();
}

/** Signed in, or in another workspace: other tabs load anew, since the cookie is now this session's. */
export function beginSession(answer: { access_token: string; expires_in: number }): void {
  keep(answer);
  otherTabs?.postMessage("changed");
}

export function endSession(): void {
  token = null;
  become("out");
  otherTabs?.postMessage("changed");
}

function keep(answer: { access_token: string; expires_in: number }): void {
  token = { value: answer.access_token, staleAt: performance.now() + answer.expires_in * 1000 - MARGIN_MS };
  become("in");
}

/** A token that is still good, or null when nobody is signed in. @throws Problem when the server cannot be asked. */
export async function accessToken(): Promise<string | null> {
  if (token && performance.now() < token.staleAt) return token.value;
  if (status === "out") return null;
  return refreshSession();
}

export function refreshSession(): Promise<string | null> {
  refreshing ??= alone(askForToken).finally(() => {
    refreshing = null;
  });
  return refreshing;
}

/** Web locks exist on secure origins only; elsewhere one tab at a time is what we can promise. */
function alone<T>(work: () => Promise<T>): Promise<T> {
  return typeof navigator !== "undefined" && navigator.locks
    ? (navigator.locks.request(LOCK, work) as Promise<T>)
    : work();
}

async function askForToken(): Promise<string | null> {
  let response: Response;
  try {
    response = await fetch("/v1/token/refresh", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Session-Cookie": "1" },
      body: "{}",
    });
  } catch {
    throw Problem.offline();
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) {
    keep(body as { access_token: string; expires_in: number });
    return token?.value ?? null;
  }
  // 422: there was no cookie to take the token from.
  if (response.status === 401 || response.status === 422) {
    token = null;
    become("out");
    return null;
  }
  throw Problem.of(response, body);
}

otherTabs?.addEventListener("message", () => {
  if (status !== "unknown") window.location.reload();
});
