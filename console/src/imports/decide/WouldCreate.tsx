import { useTranslation } from "react-i18next";
import type { Guesses } from "../queries";
import styles from "./Decide.module.css";

export function WouldCreate({ creates }: { creates: Guesses["would_create"] }) {
  const { t } = useTranslation();
  const lists = [
    { title: t("imports.creates.members", { count: creates.members.length }), names: creates.members },
    { title: t("imports.creates.products", { count: creates.products.length }), names: creates.products },
  ].filter(({ names }) => names.length > 0);
  if (lists.length === 0) return null;
  return (
    <section className={styles.card} aria-labelledby="creates">
      <h2 id="creates">{t("imports.creates.title")}</h2>
      {lists.map(({ title, names }) => (
        <div key={title}>
          <h3>{title}</h3>
          <p className={styles.soft}>{names.join("、")}</p>
        </div>
      ))}
    </section>
  );
}
