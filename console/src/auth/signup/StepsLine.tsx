import { CheckOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { CompanyPicture } from "../pictures/CompanyPicture";
import { PipelinePicture } from "../pictures/PipelinePicture";
import { TeamPicture } from "../pictures/TeamPicture";
import styles from "./StepsLine.module.css";

export const STEPS = ["account", "pack", "team"] as const;
export type Step = (typeof STEPS)[number];

const PICTURES = { account: <CompanyPicture />, pack: <PipelinePicture />, team: <TeamPicture /> };

/** Where one is among the three steps; on a phone with the picture of what this step makes. */
export function StepsLine({ current }: { current: Step }) {
  const { t } = useTranslation();
  const at = STEPS.indexOf(current);
  return (
    <div className={styles.steps}>
      <ol className={styles.line} aria-label={t("auth.sign_up.steps")}>
        {STEPS.map((step, index) => (
          <li
            key={step}
            className={styles.step}
            data-state={index < at ? "done" : index === at ? "now" : "ahead"}
            aria-current={index === at ? "step" : undefined}
          >
            <span className={styles.number} aria-hidden="true">
              {index < at ? <CheckOutlined /> : index + 1}
            </span>
            <span>{t(`auth.sign_up.${step}.step`)}</span>
          </li>
        ))}
      </ol>
      <div className={styles.picture} aria-hidden="true">
        {PICTURES[current]}
      </div>
    </div>
  );
}
