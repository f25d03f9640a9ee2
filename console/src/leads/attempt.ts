/** One key for all tries of the same request, over a lost answer and a reload: the server then does it once. */
import { newKey } from "../api/client";
import { keep, readKept } from "./kept";

interface Attempt {
  body: string;
  key: string;
}

/** The key of the last try of `what` if it said the same; else a new one. */
export function attemptKey(what: string, body: unknown): string {
  const text = JSON.stringify(body);
  const last = readKept(`attempt.${what}`) as Attempt | null;
  if (last?.body === text) return last.key;
  const key = newKey();
  keep(`attempt.${what}`, { body: text, key } satisfies Attempt);
  return key;
}

/** It arrived: saying the same again is another act. */
export function forgetAttempt(what: string): void {
  keep(`attempt.${what}`, null);
}
