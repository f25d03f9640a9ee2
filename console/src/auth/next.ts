/** Where to go after signing in: a path of this console, never an address that a link smuggled in. */
export function safeNext(next: string | null): string {
  if (!next?.startsWith("/")) return "/";
  const address = new URL(next, window.location.origin);
  return address.origin === window.location.origin ? address.pathname + address.search + address.hash : "/";
}
