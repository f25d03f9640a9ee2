import { LoadingOutlined, MoreOutlined, PartitionOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, type MenuProps } from "antd";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { problemText } from "../../ui/problems";
import { useFlowVersion, useRun } from "../queries";
import type { CardRow } from "../types";
import styles from "./Card.module.css";
import { MOVE_ICONS } from "./MovesButtons";
import { GRAVE, isAsked, type MoveKind, movesOf } from "./moves";
import { usePlainMove } from "./usePlainMove";

const CardDialog = lazy(() => import("./CardDialog"));

interface CardMenuProps {
  card: CardRow;
  /** A dialog that a button beside the menu wants. */
  wanted?: MoveKind | null;
  onWantedDone?: () => void;
}

/** What may be done with a card of a list. A row doesn't say it: it is asked for when the menu opens. */
export function CardMenu({ card, wanted = null, onWantedDone }: CardMenuProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState<MoveKind | null>(null);
  const asked = chosen ?? wanted;
  const isNeeded = isOpen || asked !== null;
  const { data: run, error } = useRun(card.run_id, isNeeded);
  const flow = useFlowVersion(run?.flow_id ?? "", run?.flow_number ?? 0, isNeeded && run !== undefined).data;
  const whole = run?.cards.find((each) => each.id === card.id);
  const plain = usePlainMove(card, () => setChosen("start"));
  useEffect(() => {
    if (plain.error) void message.error(problemText(plain.error, t));
  }, [plain.error, message, t]);
  const choose: MenuProps["onClick"] = ({ key, domEvent }) => {
    domEvent.stopPropagation();
    if (key === "run") return void navigate(`/runs/${card.run_id}/${card.id}`);
    const move = key as MoveKind;
    if (whole && isAsked(move, whole)) setChosen(move);
    else plain.move(move);
  };
  const close = () => {
    setChosen(null);
    onWantedDone?.();
  };
  return (
    <>
      <Dropdown
        trigger={["click"]}
        placement="bottomRight"
        open={isOpen}
        onOpenChange={setOpen}
        menu={{ items: itemsOf(), onClick: choose }}
      >
        <Button
          className={styles.menu ?? ""}
          type="text"
          size="small"
          icon={<MoreOutlined />}
          loading={plain.isPending}
          aria-label={t("flows.card.more", { name: `${card.node_name} ${card.title}` })}
        />
      </Dropdown>
      {asked && whole && run && (
        <Suspense fallback={null}>
          <CardDialog course={{ run, flow }} card={whole} move={asked} onClose={close} />
        </Suspense>
      )}
    </>
  );

  function itemsOf(): MenuProps["items"] {
    const toRun = { key: "run", icon: <PartitionOutlined />, label: t("flows.card.to_run") };
    if (!whole) {
      const label = error ? problemText(error, t) : t("common.loading");
      return [{ key: "none", disabled: true, icon: error ? null : <LoadingOutlined />, label }, toRun];
    }
    const moves = movesOf(whole).map((move) => ({
      key: move,
      icon: MOVE_ICONS[move],
      danger: GRAVE.has(move),
      label: t(`flows.move.${move}`),
    }));
    return [...moves, ...(moves.length > 0 ? [{ type: "divider" as const }] : []), toRun];
  }
}
