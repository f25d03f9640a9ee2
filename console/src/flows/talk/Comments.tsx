import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useMembers } from "../../settings/members/queries";
import type { CardView, Comment, RunView } from "../types";
import { type FlowWords, useFlowWords } from "../useFlowWords";
import { CommentBox } from "./CommentBox";
import { pieces } from "./mentions";
import styles from "./Talk.module.css";

interface CommentsProps {
  run: RunView;
  /** Where a new comment goes. */
  card: CardView;
  /** The comments of the whole run, each with its step. */
  isWhole?: boolean;
}

export function Comments({ run, card, isWhole = false }: CommentsProps) {
  const { t } = useTranslation();
  const id = useId();
  const words = useFlowWords();
  const names = (useMembers().data ?? []).map((each) => each.name);
  const comments = run.comments
    .filter((each) => isWhole || each.card_id === card.id)
    .sort((one, other) => one.at.localeCompare(other.at));
  const stepOf = (comment: Comment) =>
    isWhole ? run.cards.find((each) => each.id === comment.card_id)?.node_name : undefined;
  return (
    <section className={styles.section} aria-labelledby={id}>
      <h3 id={id}>{t("flows.comments.title")}</h3>
      {comments.length === 0 && <p className={styles.none}>{t("flows.comments.none")}</p>}
      {comments.length > 0 && (
        <ul className={styles.list}>
          {comments.map((comment) => (
            <CommentItem
              key={comment.id}
              comment={comment}
              step={stepOf(comment)}
              names={names}
              words={words}
            />
          ))}
        </ul>
      )}
      {card.may.includes("comment") && <CommentBox key={card.id} card={card} isNamed={isWhole} />}
    </section>
  );
}

interface CommentItemProps {
  comment: Comment;
  step: string | undefined;
  names: string[];
  words: FlowWords;
}

function CommentItem({ comment, step, names, words }: CommentItemProps) {
  const { t } = useTranslation();
  return (
    <li className={styles.comment}>
      <p className={styles.by}>
        <strong>
          {comment.by_name ?? (comment.by.startsWith("m_") ? comment.by : t("flows.moved.system"))}
        </strong>
        {step && <span>{step}</span>}
        <time dateTime={comment.at}>{words.ago(comment.at)}</time>
      </p>
      <p className={styles.text}>
        {pieces(comment.text, names).map((piece, at) =>
          piece.isMention ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same text may stand twice
            <span key={at} className={styles.mention}>
              {piece.text}
            </span>
          ) : (
            piece.text
          ),
        )}
      </p>
    </li>
  );
}
