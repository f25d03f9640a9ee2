import { Button, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ListId, Value } from "../decisions";
import styles from "./Decide.module.css";
import { useChoices } from "./useChoices";
import type { Decided } from "./useDecisions";

const FIRST_SHOWN = 8;
/** A guess from here on is taken; below it something else is put in. */
const CONFIDENT = 0.6;

interface ValueListProps {
  list: ListId;
  values: Value[];
  decided: Decided;
}

export function ValueList({ list, values, decided }: ValueListProps) {
  const { t } = useTranslation();
  const [isWhole, setWhole] = useState(false);
  const { options, fallback, fallbackText } = useChoices(list);
  const shown = isWhole ? values : values.slice(0, FIRST_SHOWN);
  const hidden = values.length - shown.length;
  return (
    <div>
      <h3>{t(`imports.values.${list}`)}</h3>
      <ul>
        {shown.map((value) => {
          const guess = value.id !== null && value.confidence >= CONFIDENT ? value.id : fallback;
          const chosen = decided.decisions.values[list][value.value];
          return (
            <li key={value.value} className={styles.value}>
              <span>
                <span className={styles.name}>{value.value}</span>
                <Certainty value={value} isOwn={chosen !== undefined} />
              </span>
              <span className={styles.soft}>{t("imports.values.rows", { count: value.rows })}</span>
              <Select
                aria-label={`${t(`imports.values.${list}`)}: ${value.value}`}
                showSearch={{ optionFilterProp: "label" }}
                placeholder={fallbackText}
                value={chosen ?? guess ?? undefined}
                options={options}
                onChange={(choice: string) =>
                  decided.make({ about: "values", list, text: value.value, choice })
                }
              />
            </li>
          );
        })}
      </ul>
      {hidden > 0 && (
        <Button type="link" onClick={() => setWhole(true)}>
          {t("imports.values.more", { count: hidden })}
        </Button>
      )}
    </div>
  );
}

function Certainty({ value, isOwn }: { value: Value; isOwn: boolean }) {
  const { t } = useTranslation();
  const certainty = value.by === "name" ? "exact" : value.confidence >= CONFIDENT ? "guess" : "none";
  return (
    <p className={styles.why} data-unsure={!isOwn && certainty !== "exact"}>
      {isOwn ? t("imports.map.chosen") : t(`imports.values.${certainty}`)}
      {!isOwn &&
        certainty === "guess" &&
        ` · ${t("imports.map.sure", { percent: Math.round(value.confidence * 100) })}`}
    </p>
  );
}
