import {
  AppstoreOutlined,
  FunnelPlotOutlined,
  MedicineBoxOutlined,
  ShopOutlined,
  ToolOutlined,
} from "@ant-design/icons";
import type { CSSProperties, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { StageLine } from "../../ui/StageLine";
import type { Pack } from "../queries";
import styles from "./PackCard.module.css";

/** By the `icon` of a pack. */
const ICONS: Record<string, ReactNode> = {
  funnel: <FunnelPlotOutlined />,
  tool: <ToolOutlined />,
  "medicine-box": <MedicineBoxOutlined />,
  shop: <ShopOutlined />,
};

interface PackCardProps {
  pack: Pack;
  isChosen: boolean;
  onChoose: (id: string) => void;
}

/** A pack to choose: what it is for, and once chosen what is inside and its stages. */
export function PackCard({ pack, isChosen, onChoose }: PackCardProps) {
  const { t } = useTranslation();
  return (
    <div
      className={styles.card}
      data-chosen={isChosen}
      style={{ "--pack-colour": pack.colour } as CSSProperties}
    >
      <label className={styles.choice}>
        <input
          type="radio"
          name="pack"
          className="gp-visually-hidden"
          checked={isChosen}
          onChange={() => onChoose(pack.id)}
          aria-describedby={`pack-${pack.id}`}
        />
        <span className={styles.head}>
          <span className={styles.icon} aria-hidden="true">
            {ICONS[pack.icon] ?? <AppstoreOutlined />}
          </span>
          <span className={styles.name}>{pack.name}</span>
          <span className={styles.dot} aria-hidden="true" />
        </span>
        <span id={`pack-${pack.id}`} className={styles.for}>
          {pack.good_for}
        </span>
      </label>
      {isChosen && (
        <div className={styles.inside}>
          <p>{pack.description}</p>
          <ul>
            {pack.inside.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
          <StageLine
            stages={pack.stages}
            colour={pack.colour}
            label={t("auth.sign_up.pack.stages", { pack: pack.name })}
          />
        </div>
      )}
    </div>
  );
}
