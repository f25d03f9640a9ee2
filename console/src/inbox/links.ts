/** Notifications carry the product's public address; inside the console only the path counts. Pure. */
export function pathOf(link: string): string | null {
  if (!link) return null;
  try {
    const { protocol, pathname, search } = new URL(link, "https://console.invalid");
    return /^https?:$/.test(protocol) ? pathname + search : null;
  } catch {
    return null;
  }
}

/** What the link leads to, by the id of what the notification is about. */
export function aimOf(about: string): "lead" | "import" | "other" {
  if (about.startsWith("lead_")) return "lead";
  return about.startsWith("imp_") ? "import" : "other";
}
