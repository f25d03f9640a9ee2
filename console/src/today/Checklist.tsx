import { CheckOutlined, RightOutlined } from "@ant-design/icons";
import { Button, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import styles from "./Checklist.module.css";
import { type CheckedStep, useChecklist } from "./useChecklist";

const HIDDEN = "gp.checklist_hidden";

/** The way from an empty workspace to the first followed-up lead; gone once all is done or put away. */
export function Checklist() {
  const { t } = useTranslation();
  const { steps, isPending } = useChecklist();
  const [isHidden, setHidden] = useState(() => localStorage.getItem(HIDDEN) === "yes");
  const done = steps.filter(({ isDone }) => isDone).length;
  if (isHidden || steps.length === 0) return null;
  if (isPending) return <Skeleton active paragraph={{ rows: 5 }} />;
  if (done === steps.length) return null;
  const next = steps.find(({ isDone }) => !isDone)?.step.id;
  const hide = () => {
    localStorage.setItem(HIDDEN, "yes");
    setHidden(true);
  };
  return (
    <section className={styles.card} aria-labelledby="checklist">
      <header className={styles.header}>
        <div>
          <h2 id="checklist">{t("today.checklist.title")}</h2>
          <p className={styles.progress}>{t("today.checklist.progress", { done, all: steps.length })}</p>
        </div>
        <Button type="text" size="small" onClick={hide}>
          {t("today.checklist.hide")}
        </Button>
      </header>
      <ol className={styles.steps}>
        {steps.map((checked) => (
          <Step key={checked.step.id} {...checked} isNext={checked.step.id === next} />
        ))}
      </ol>
    </section>
  );
}

function Step({ step, isDone, isNext }: CheckedStep & { isNext: boolean }) {
  const { t } = useTranslation();
  return (
    <li className={styles.step} data-done={isDone} data-next={isNext}>
      <span className={styles.mark} aria-hidden="true">
        {isDone ? <CheckOutlined /> : step.icon}
      </span>
      <div className={styles.words}>
        <h3>
          {isDone ? (
            <>
              {t(`today.checklist.${step.id}.title`)}
              <span className="gp-visually-hidden">{t("today.checklist.done")}</span>
            </>
          ) : (
            <Link to={step.to} className={styles.link}>
              {t(`today.checklist.${step.id}.title`)}
            </Link>
          )}
        </h3>
        {!isDone && <p>{t(`today.checklist.${step.id}.hint`)}</p>}
      </div>
      {!isDone && <RightOutlined className={styles.arrow} aria-hidden="true" />}
    </li>
  );
}
