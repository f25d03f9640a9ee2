/** What a route may say about itself in its `handle`. */
export interface PageHandle {
  /** A permission of `MeView.permissions` without which the page answers 403. */
  may?: string;
}

export function handleOf(handle: unknown): PageHandle {
  return typeof handle === "object" && handle !== null ? (handle as PageHandle) : {};
}
