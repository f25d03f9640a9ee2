import type { ImportView } from "../queries";

type Fields = Pick<ImportView, "fields">;

/** What a field is called, as the server says it in the language of the console. */
export function fieldName({ fields }: Fields, id: string): string {
  return fields.find((field) => field.id === id)?.name ?? id;
}

/** All that a column may be read as by somebody in this role. */
export function fieldOptions({ fields }: Fields): { value: string; label: string }[] {
  return fields.filter(({ writable }) => writable).map(({ id, name }) => ({ value: id, label: name }));
}
