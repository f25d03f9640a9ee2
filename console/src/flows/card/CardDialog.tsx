import type { Course } from "../course";
import type { CardView } from "../types";
import { BlockDialog } from "./BlockDialog";
import { HandOverDialog } from "./HandOverDialog";
import type { MoveKind } from "./moves";
import { NoteDialog } from "./NoteDialog";
import { ValuesDialog } from "./ValuesDialog";

export interface CardDialogProps {
  course: Course;
  card: CardView;
  onClose: () => void;
}

/** What is asked before a card is moved. */
export default function CardDialog({ move, ...props }: CardDialogProps & { move: MoveKind }) {
  switch (move) {
    case "start":
    case "complete":
      return <ValuesDialog {...props} move={move} />;
    case "block":
      return <BlockDialog {...props} />;
    case "hand_over":
      return <HandOverDialog {...props} />;
    case "approve":
    case "reopen":
    case "skip":
      return <NoteDialog {...props} move={move} />;
    case "unblock":
      return null; // asks nothing
  }
}
