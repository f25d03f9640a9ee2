import { useTranslation } from "react-i18next";
import { Chips } from "../../ui/Chips";
import type { Guesses } from "../queries";
import styles from "./Decide.module.css";
import type { Decided } from "./useDecisions";

const ORDERS = ["mdy", "dmy"] as const;

/** Only columns whose dates could be read two ways. */
export function DateOrders({ guesses, decided }: { guesses: Guesses; decided: Decided }) {
  const { t } = useTranslation();
  const unclear = guesses.date_order.filter(
    (each) => each.order === null || decided.decisions.dates[each.column] !== undefined,
  );
  if (unclear.length === 0) return null;
  return (
    <section className={styles.card} aria-labelledby="dates">
      <div>
        <h2 id="dates">{t("imports.dates.title")}</h2>
        <p className={styles.soft}>{t("imports.dates.hint")}</p>
      </div>
      {unclear.map(({ column, example, order }) => (
        <Chips
          key={column}
          label={t("imports.dates.example", { column, example })}
          options={ORDERS.map((value) => ({ value, label: t(`imports.dates.${value}`) }))}
          value={chosenOf(decided.decisions.dates[column] ?? order)}
          onChange={(chosen) => decided.make({ about: "dates", column, order: chosen })}
        />
      ))}
    </section>
  );
}

function chosenOf(order: string | null): (typeof ORDERS)[number] | null {
  return ORDERS.find((each) => each === order) ?? null;
}
