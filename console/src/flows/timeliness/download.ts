import { api } from "../../api/client";
import { Problem } from "../../api/problem";

/** The report as a workbook. @throws Problem */
export async function downloadTimeliness(query: { month?: string; flow?: string }): Promise<void> {
  const { data, error, response } = await api.GET("/v1/reports/timeliness", {
    params: { query: { ...query, format: "xlsx" } },
    parseAs: "blob",
  });
  if (!response.ok || !data) throw Problem.of(response, error);
  const named = response.headers.get("content-disposition")?.match(/filename="([^"]+)"/)?.[1];
  const address = URL.createObjectURL(data as unknown as Blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = named ?? "timeliness.xlsx";
  link.click();
  // The browser reads it after this turn.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
