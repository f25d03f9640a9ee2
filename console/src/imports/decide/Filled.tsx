import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "../../i18n/language";
import { useWorkspace } from "../../workspace/queries";
import type { ImportView } from "../queries";
import { useOwners } from "../queries";
import styles from "./Decide.module.css";
import { fieldName } from "./fieldNames";
import type { Decided } from "./useDecisions";

const NO_BLOCKER = "none";

/** Mandatory fields that no column holds, and what every row gets in them. */
export function Filled({ view, decided }: { view: ImportView; decided: Decided }) {
  const { t } = useTranslation();
  const nameOf = (id: string) => fieldName(view, id);
  const optionsOf = useDefaults("owner" in view.filled);
  const filled = Object.entries(view.filled);
  if (filled.length === 0) return null;
  return (
    <section className={styles.card} aria-labelledby="filled">
      <div>
        <h2 id="filled">{t("imports.filled.title")}</h2>
        <p className={styles.soft}>{t("imports.filled.hint")}</p>
      </div>
      <dl className={styles.filled}>
        {filled.map(([field, value]) => {
          const options = optionsOf(field);
          return (
            <div key={field} className={styles.pair}>
              <dt>{nameOf(field)}</dt>
              <dd>
                {options ? (
                  <Select
                    className={styles.select}
                    aria-label={`${nameOf(field)}: ${t("imports.filled.choose")}`}
                    showSearch={{ optionFilterProp: "label" }}
                    options={options}
                    value={decided.decisions.defaults[field] ?? value}
                    onChange={(chosen: string) => decided.make({ about: "defaults", field, value: chosen })}
                  />
                ) : field === "blocker" && value === NO_BLOCKER ? (
                  "—"
                ) : field === "name" ? (
                  value.split(" + ").map(nameOf).join(" + ")
                ) : (
                  value
                )}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}

/** The fields of a lead that may be given one entry for all rows. */
function useDefaults(asksOwners: boolean) {
  const workspace = useWorkspace().data;
  const owners = useOwners(asksOwners).data ?? [];
  const language = currentLanguage();
  return (field: string): { value: string; label: string }[] | null => {
    if (!workspace) return null;
    const lists: Record<string, { id: string; archived: boolean; names: Record<typeof language, string> }[]> =
      { stage: workspace.stages, source_channel: workspace.source_channels };
    if (field === "owner") return owners.map(({ id, name }) => ({ value: id, label: name }));
    return (
      lists[field]
        ?.filter((each) => !each.archived)
        .map((each) => ({ value: each.id, label: each.names[language] })) ?? null
    );
  };
}
