import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Conflicts } from "../Conflicts";
import { takenTwice, trialOf } from "../decisions";
import { type ImportView, useChangeImport } from "../queries";
import { DateOrders } from "./DateOrders";
import styles from "./Decide.module.css";
import { Filled } from "./Filled";
import { fieldName } from "./fieldNames";
import { MappingTable } from "./MappingTable";
import { Questions } from "./Questions";
import { Trial } from "./Trial";
import type { Decided } from "./useDecisions";
import { Values } from "./Values";
import { WouldCreate } from "./WouldCreate";

/** All that can be decided before an import: what was asked on top, then column by column, then value by value. */
export function Decide({ view, decided }: { view: ImportView; decided: Decided }) {
  const { t } = useTranslation();
  const nameOf = (id: string) => fieldName(view, id);
  const change = useChangeImport(view);
  const { guesses } = view;
  const isTried = view.status === "done";
  const clashes = guesses ? takenTwice(guesses, decided.decisions) : [];
  const run = () => change.mutate(trialOf(view, decided.decisions), { onSuccess: () => decided.markTried() });
  const bar = (
    <div className={styles.bar}>
      {clashes.length > 0 && (
        <span className={styles.clash} role="alert">
          {t("imports.map.taken_twice", { field: clashes.map(nameOf).join("、") })}
        </span>
      )}
      {isTried && decided.isChanged && <span className={styles.soft}>{t("imports.trial.changed")}</span>}
      <Button
        type={isTried && !decided.isChanged ? "default" : "primary"}
        disabled={clashes.length > 0}
        loading={change.isPending}
        onClick={run}
      >
        {isTried ? t("imports.trial.again") : t("imports.trial.run")}
      </Button>
    </div>
  );
  return (
    <>
      {isTried ? <Trial view={view} isChanged={decided.isChanged} /> : <Questions view={view} />}
      {isTried && <Conflicts view={view} />}
      <ErrorNotice error={change.error} />
      {guesses && (
        <>
          <DateOrders guesses={guesses} decided={decided} />
          <MappingTable view={view} guesses={guesses} decided={decided} />
          <Values view={view} decided={decided} />
          <Filled view={view} decided={decided} />
          <WouldCreate creates={guesses.would_create} />
          {bar}
        </>
      )}
    </>
  );
}
