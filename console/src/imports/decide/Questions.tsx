import { useTranslation } from "react-i18next";
import type { ImportView } from "../queries";
import styles from "./Decide.module.css";
import { fieldName } from "./fieldNames";

const KNOWN = [
  "column_missing",
  "date_order_unclear",
  "too_many_values",
  "owners_unknown",
  "owner_unclear",
  "owner_beyond_your_line",
  "stages_unknown",
  "channels_unknown",
  "products_unknown",
  "supervisors_unknown",
  "members_forbidden",
  "products_forbidden",
] as const;

const MOST_NAMED = 6;

function listed(values: string[]): string {
  const named = values.slice(0, MOST_NAMED).join("、");
  return values.length > MOST_NAMED ? `${named} …` : named;
}

/** What the server wants to know; the answers are given further down. */
export function Questions({ view }: { view: ImportView }) {
  const { t } = useTranslation();
  const nameOf = (id: string) => fieldName(view, id);
  if (view.questions.length === 0) return null;
  return (
    <section className={styles.asked} aria-labelledby="questions">
      <div role="status">
        <h2 id="questions">{t("imports.questions_title", { count: view.questions.length })}</h2>
      </div>
      <ul>
        {view.questions.map((question) => {
          const code = KNOWN.find((each) => each === question.code);
          return (
            <li key={`${question.code} ${question.field} ${question.column}`}>
              {code
                ? t(`imports.question.${code}`, {
                    field: nameOf(question.field),
                    column: question.column ?? "",
                  })
                : question.detail}
              {question.column === null && question.values.length > 0 && (
                <span className={styles.soft}> {listed(question.values)}</span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
