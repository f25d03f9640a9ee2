/** The typed client. Every answer goes through `ok` or `tagged`, which throw a `Problem` for all but success. */
import createClient from "openapi-fetch";
import { currentLanguage } from "../i18n/language";
import { Problem } from "./problem";
import type { components, paths } from "./schema";
import { accessToken, refreshSession } from "./session";

export type Schemas = components["schemas"];

/** Calls that begin or end a session: the refresh token of their answer goes into the cookie. */
const SESSION_CALLS =
  /\/v1\/(signup|login|logout|invites\/accept|password\/(reset|change)|workspaces\/[^/]+\/enter)$/;
/** Calls of people who are not signed in. */
const PUBLIC_CALLS =
  /\/v1\/(signup|login|invites\/accept|password\/(reset|forgot)|packs|health|track\/[^/]+(\/receipt)?)$/;

async function sessionFetch(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname;
  request.headers.set("Accept-Language", currentLanguage());
  if (SESSION_CALLS.test(path)) request.headers.set("X-Session-Cookie", "1");
  if (request.method === "POST" && !request.headers.has("Idempotency-Key")) {
    request.headers.set("Idempotency-Key", newKey());
  }
  if (PUBLIC_CALLS.test(path)) return send(request);

  const again = request.clone();
  const first = await send(authorized(request, await accessToken()));
  if (first.status !== 401 || !(await isTokenRefused(first))) return first;
  const token = await refreshSession();
  return token ? send(authorized(again, token)) : first;
}

function authorized(request: Request, token: string | null): Request {
  if (token) request.headers.set("Authorization", `Bearer ${token}`);
  return request;
}

/** Not a wrong password, which is a 401 too. */
async function isTokenRefused(response: Response): Promise<boolean> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  return Problem.of(response, body).code !== "credentials_wrong";
}

async function send(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw Problem.offline();
  }
}

export const api = createClient<paths>({ baseUrl: window.location.origin, fetch: sessionFetch });

interface Answered<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a successful answer. @throws Problem */
export async function ok<T>(answer: Promise<Answered<T>>): Promise<T> {
  const { data, error, response } = await answer;
  if (!response.ok) throw Problem.of(response, error);
  return data as T;
}

/** The body with its ETag, for the `If-Match` of a later change. @throws Problem */
export async function tagged<T>(answer: Promise<Answered<T>>): Promise<{ body: T; etag: string | null }> {
  const { data, error, response } = await answer;
  if (!response.ok) throw Problem.of(response, error);
  return { body: data as T, etag: response.headers.get("etag") };
}

/** Headers that make a change conditional: on an ETag as it came, or on a resource's `version`. */
export function ifMatch(tag: string | number | null | undefined): { "If-Match"?: string } {
  if (tag === null || tag === undefined) return {};
  return { "If-Match": typeof tag === "number" ? `"${tag}"` : tag };
}

/** Keep one for all tries of the same act: the server then does it once. */
export function newKey(): string {
  // crypto.randomUUID is missing on plain-http origins other than localhost.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
