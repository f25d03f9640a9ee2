import { useTranslation } from "react-i18next";
import { useMay } from "../../auth/queries";
import { currentLanguage } from "../../i18n/language";
import { useWorkspace } from "../../workspace/queries";
import { type ListId, POOL } from "../decisions";
import { useOwners, useProducts } from "../queries";

interface Choices {
  options: { value: string; label: string }[];
  /** What stands where nothing fits, when it can be chosen too. */
  fallback: string | null;
  /** What stands where nothing fits. */
  fallbackText: string;
}

/** What a text of a list may mean: the workspace's entries, and what else may be done with it. */
export function useChoices(list: ListId): Choices {
  const { t } = useTranslation();
  const may = useMay();
  const workspace = useWorkspace().data;
  const owners = useOwners(list === "owners").data ?? [];
  const products = useProducts(list === "products").data ?? [];
  const language = currentLanguage();
  const entries = (found: { id: string; archived: boolean; names: Record<typeof language, string> }[] = []) =>
    found.filter((each) => !each.archived).map((each) => ({ value: each.id, label: each.names[language] }));
  const named = (found: { id: string; name: string }[]) =>
    found.map(({ id, name }) => ({ value: id, label: name }));
  switch (list) {
    case "stages": {
      // Where nothing fits the server takes the first stage.
      const options = entries(workspace?.stages);
      return { options, fallback: options[0]?.value ?? null, fallbackText: t("imports.values.default") };
    }
    case "channels":
      return {
        options: entries(workspace?.source_channels),
        fallback: null,
        fallbackText: t("imports.values.default"),
      };
    case "lost_reasons":
      return {
        options: entries(workspace?.lost_reasons),
        fallback: null,
        fallbackText: t("imports.values.remark"),
      };
    case "owners": {
      const create = may("members.write")
        ? [{ value: "create", label: t("imports.values.create_member") }]
        : [];
      const options = [...create, { value: POOL, label: t("imports.values.pool") }, ...named(owners)];
      return { options, fallback: create[0]?.value ?? null, fallbackText: t("imports.values.none") };
    }
    case "products": {
      const create = may("products.write")
        ? [{ value: "create", label: t("imports.values.create_product") }]
        : [];
      const keep = { value: "keep", label: t("imports.values.keep") };
      return {
        options: [...create, keep, ...named(products)],
        fallback: create[0]?.value ?? keep.value,
        fallbackText: t("imports.values.none"),
      };
    }
  }
}
