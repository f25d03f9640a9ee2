import { useTranslation } from "react-i18next";
import { currentLanguage } from "../../i18n/language";
import { useWorkspace } from "../../workspace/queries";
import { FIELDS, isField } from "../fields";
import type { ImportKind } from "../queries";

const CUSTOM = "custom.";

function useCustomFields(kind: ImportKind): { id: string; name: string }[] {
  const fields = useWorkspace().data?.fields ?? [];
  if (kind !== "leads") return [];
  return fields
    .filter((field) => !field.archived)
    .map((field) => ({ id: CUSTOM + field.id, name: field.names[currentLanguage()] }));
}

/** What a field is called, the workspace's own ones included. */
export function useFieldName(kind: ImportKind): (id: string) => string {
  const { t } = useTranslation();
  const custom = useCustomFields(kind);
  return (id) =>
    isField(id) ? t(`imports.field.${id}`) : (custom.find((field) => field.id === id)?.name ?? id);
}

/** All that a column may be read as. */
export function useFieldOptions(kind: ImportKind): { value: string; label: string }[] {
  const { t } = useTranslation();
  const custom = useCustomFields(kind);
  return [
    ...FIELDS[kind].map((value) => ({ value: value as string, label: t(`imports.field.${value}`) })),
    ...custom.map(({ id, name }) => ({ value: id, label: name })),
  ];
}
