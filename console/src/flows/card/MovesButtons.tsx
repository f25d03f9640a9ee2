import {
  CheckOutlined,
  DeleteRowOutlined,
  PlayCircleOutlined,
  RedoOutlined,
  SafetyCertificateOutlined,
  StopOutlined,
  SwapOutlined,
  UndoOutlined,
} from "@ant-design/icons";
import { Button } from "antd";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNotice } from "../../ui/ErrorNotice";
import type { Course } from "../course";
import type { CardView } from "../types";
import styles from "./Card.module.css";
import { GRAVE, isAsked, type MoveKind, mainMove, movesOf } from "./moves";
import { usePlainMove } from "./usePlainMove";

const CardDialog = lazy(() => import("./CardDialog"));

export const MOVE_ICONS: Record<MoveKind, ReactNode> = {
  start: <PlayCircleOutlined />,
  complete: <CheckOutlined />,
  approve: <SafetyCertificateOutlined />,
  unblock: <RedoOutlined />,
  block: <StopOutlined />,
  hand_over: <SwapOutlined />,
  reopen: <UndoOutlined />,
  skip: <DeleteRowOutlined />,
};

interface MovesButtonsProps {
  course: Course;
  card: CardView;
  children?: ReactNode;
}

/** All that may be done with a card, what brings it on first. `children` stand at the end of the row. */
export function MovesButtons({ course, card, children }: MovesButtonsProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<MoveKind | null>(null);
  const plain = usePlainMove(card, () => setAsked("start"));
  const main = mainMove(card);
  const choose = (kind: MoveKind) => {
    plain.forget();
    if (isAsked(kind, card)) setAsked(kind);
    else plain.move(kind);
  };
  const ordered = [...(main ? [main] : []), ...movesOf(card).filter((each) => each !== main)];
  return (
    <>
      <div className={styles.moves}>
        {ordered.map((kind) => (
          <Button
            key={kind}
            type={kind === main ? "primary" : GRAVE.has(kind) ? "text" : "default"}
            icon={MOVE_ICONS[kind]}
            disabled={plain.isPending}
            onClick={() => choose(kind)}
          >
            {t(`flows.move.${kind}`)}
          </Button>
        ))}
        {children}
      </div>
      <ErrorNotice error={plain.error} />
      {asked && (
        <Suspense fallback={null}>
          <CardDialog course={course} card={card} move={asked} onClose={() => setAsked(null)} />
        </Suspense>
      )}
    </>
  );
}
