/** What is known of a file before it is sent. Pure but for `packed`. */
import type { ImportKind } from "./queries";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/** From this size on a table is sent as gzip. */
const PACKED_FROM = 1 << 20;

/** The type that the API takes it as, or null when it is no table. Systems disagree about a CSV file's type. */
export function tableType(filename: string): string | null {
  if (/\.csv$/i.test(filename)) return "text/csv";
  return /\.xlsx$/i.test(filename) ? XLSX : null;
}

const WORDS: [kind: ImportKind, words: RegExp][] = [
  ["members", /member|team|staff|employee|成员|员工|人员|通讯录/i],
  ["products", /product|price|sku|产品|商品|价目/i],
  ["customers", /account|customer|client|客户/i],
];

/** By the file's name; leads where it says nothing. */
export function guessedKind(filename: string): ImportKind {
  if (/lead|pipeline|opportunit|deal|线索|商机/i.test(filename)) return "leads";
  return WORDS.find(([, words]) => words.test(filename))?.[0] ?? "leads";
}

/** The body to send, with the header that says how it is packed. A workbook is packed already. */
export async function packed(file: File): Promise<{ body: Blob; encoding?: "gzip" }> {
  const isPackable = tableType(file.name) === "text/csv" && file.size > PACKED_FROM;
  if (!isPackable || typeof CompressionStream === "undefined") return { body: file };
  const stream = file.stream().pipeThrough(new CompressionStream("gzip"));
  return { body: await new Response(stream).blob(), encoding: "gzip" };
}

export function sizeText(bytes: number, language: string): string {
  const [value, unit] =
    bytes < 1 << 20 ? [Math.max(1, Math.round(bytes / 1024)), "kilobyte"] : [bytes / (1 << 20), "megabyte"];
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: 1 }).format(value);
}
