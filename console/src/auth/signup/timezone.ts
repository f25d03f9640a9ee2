/** The browser's zone by its IANA name; undefined where it has none, and the pack's zone then holds. */
export function localTimezone(): string | undefined {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone?.includes("/") && !zone.startsWith("Etc/") ? zone : undefined;
}
