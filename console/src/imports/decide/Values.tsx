import { useTranslation } from "react-i18next";
import { LISTS, valuesToShow } from "../decisions";
import type { ImportView } from "../queries";
import styles from "./Decide.module.css";
import type { Decided } from "./useDecisions";
import { ValueList } from "./ValueList";

/** What the file's stages, owners, channels ... mean in the workspace. */
export function Values({ view, decided }: { view: ImportView; decided: Decided }) {
  const { t } = useTranslation();
  const lists = LISTS.map((list) => ({
    list,
    values: valuesToShow(list, view, decided.seen[list], decided.decisions),
  })).filter(({ values }) => values.length > 0);
  if (lists.length === 0) return null;
  return (
    <section className={styles.card} aria-labelledby="values">
      <div>
        <h2 id="values">{t("imports.values.title")}</h2>
        <p className={styles.soft}>{t("imports.values.hint")}</p>
      </div>
      <div className={styles.lists}>
        {lists.map(({ list, values }) => (
          <ValueList key={list} list={list} values={values} decided={decided} />
        ))}
      </div>
    </section>
  );
}
