import type { FormInstance } from "antd";
import { useEffect } from "react";
import { isProblem } from "../api/problem";

/**
 * Puts the field errors of a refused request beside their fields. Returns the error if it still has to be told
 * somewhere else: because none of its fields is in the form.
 */
export function useFieldProblems(form: FormInstance, error: unknown): unknown {
  const problems = isProblem(error) ? error.errors : [];
  const here = problems.filter((each) => form.getFieldInstance(each.field) !== undefined);
  useEffect(() => {
    if (!isProblem(error)) return;
    const fields = error.errors.filter((each) => form.getFieldInstance(each.field) !== undefined);
    form.setFields(fields.map((each) => ({ name: each.field, errors: [each.message] })));
    const first = fields[0];
    if (first) form.scrollToField(first.field, { focus: true });
  }, [form, error]);
  return problems.length > 0 && here.length === problems.length ? null : error;
}
