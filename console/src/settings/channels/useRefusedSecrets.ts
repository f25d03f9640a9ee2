import type { FormInstance } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "../../api/problem";

/** The server calls a refused secret `settings.<kind>.<name>`. */
function refusedSecrets(error: unknown): string[] {
  if (!isProblem(error)) return [];
  return error.errors.flatMap(({ field }) =>
    field.startsWith("settings.") ? (field.split(".").at(-1) ?? []) : [],
  );
}

/** Says it beside the fields. False if no secret was refused. */
export function useRefusedSecrets(form: FormInstance, error: unknown): boolean {
  const { t } = useTranslation();
  useEffect(() => {
    const message = t("settings.channels.address_wrong");
    form.setFields(refusedSecrets(error).map((name) => ({ name: ["settings", name], errors: [message] })));
  }, [form, error, t]);
  return refusedSecrets(error).length > 0;
}
