/** What was begun and not yet saved, kept on this device; it survives a reload and a lost connection. */
const PREFIX = "gp.draft.follow_up.";

export function readDraft(leadId: string): string {
  try {
    return localStorage.getItem(PREFIX + leadId) ?? "";
  } catch {
    return "";
  }
}

export function keepDraft(leadId: string, text: string): void {
  try {
    if (text.trim()) localStorage.setItem(PREFIX + leadId, text);
    else localStorage.removeItem(PREFIX + leadId);
  } catch {
    // Storage may be forbidden; the draft then lives as long as the page.
  }
}
