/** Leads as files. */
import { api } from "../api/client";
import { Problem } from "../api/problem";
import type { LeadQuery } from "./filter/filters";

export const EXPORT_FORMATS = ["xlsx", "csv"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Saves one file for every 10,000 leads. Returns how many rows they hold. @throws Problem */
export async function downloadLeads(query: LeadQuery, format: ExportFormat): Promise<number> {
  let cursor: string | undefined;
  let rows = 0;
  let files = 0;
  do {
    const { data, error, response } = await api.GET("/v1/exports/leads", {
      params: { query: { ...query, format, cursor } },
      parseAs: "blob",
    });
    if (!response.ok || !data) throw Problem.of(response, error);
    files += 1;
    save(data as Blob, files === 1 ? `leads.${format}` : `leads-${files}.${format}`);
    rows += Number(response.headers.get("x-row-count") ?? 0);
    cursor = response.headers.get("x-next-cursor") ?? undefined;
  } while (cursor);
  return rows;
}

function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads it after this turn.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
