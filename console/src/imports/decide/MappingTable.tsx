import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { fieldOf } from "../decisions";
import type { Guesses, ImportView } from "../queries";
import styles from "./Decide.module.css";
import { fieldOptions } from "./fieldNames";
import type { Decided } from "./useDecisions";

/** As the server acts on a guess without asking. */
const CONFIDENT = 0.6;
const SKIP = "";

interface MappingTableProps {
  view: ImportView;
  guesses: Guesses;
  decided: Decided;
}

export function MappingTable({ view, guesses, decided }: MappingTableProps) {
  const { t } = useTranslation();
  const options = [{ value: SKIP, label: t("imports.map.skip") }, ...fieldOptions(view)];
  return (
    <section className={styles.card} aria-labelledby="mapping">
      <div>
        <h2 id="mapping">{t("imports.map.title")}</h2>
        <p className={styles.soft}>{t("imports.map.hint")}</p>
      </div>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("imports.map.column")}</th>
            <th scope="col">{t("imports.map.examples")}</th>
            <th scope="col">{t("imports.map.field")}</th>
          </tr>
        </thead>
        <tbody>
          {guesses.columns.map((column) => {
            const field = fieldOf(column, decided.decisions);
            const isOwn = decided.decisions.mapping[column.column] !== undefined;
            return (
              <tr key={column.column}>
                <th scope="row" className={styles.column}>
                  {column.column}
                </th>
                <td className={styles.examples}>
                  {column.examples.length === 0
                    ? t("imports.map.no_values")
                    : column.examples.slice(0, 3).map((example) => (
                        <span key={example} className={styles.example}>
                          {example}
                        </span>
                      ))}
                </td>
                <td className={styles.choice}>
                  <Select
                    className={styles.select}
                    aria-label={`${t("imports.map.field")}: ${column.column}`}
                    showSearch={{ optionFilterProp: "label" }}
                    value={field ?? SKIP}
                    options={options}
                    onChange={(chosen) =>
                      decided.make({ about: "mapping", column: column.column, field: chosen || null })
                    }
                  />
                  <Why column={column} isOwn={isOwn} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function Why({ column, isOwn }: { column: Guesses["columns"][number]; isOwn: boolean }) {
  const { t } = useTranslation();
  if (isOwn) return <p className={styles.why}>{t("imports.map.chosen")}</p>;
  const parts = [
    t(`imports.why.${column.why as "name"}`),
    column.guess && t("imports.map.sure", { percent: Math.round(column.confidence * 100) }),
    column.rival && t("imports.map.lost_to", { column: column.rival }),
  ];
  return (
    <p className={styles.why} data-unsure={column.confidence < CONFIDENT}>
      {parts.filter(Boolean).join(" · ")}
    </p>
  );
}
