import type { TFunction } from "i18next";
import { isProblem } from "../api/problem";

/** What to tell a person about a failure, in their language. */
export function problemText(error: unknown, t: TFunction): string {
  if (!isProblem(error)) return t("common.problem.unforeseen");
  if (error.status === 0) return t("common.problem.offline");
  if (error.detail) return error.detail;
  return error.status >= 500 ? t("common.problem.server") : t("common.problem.unforeseen");
}
