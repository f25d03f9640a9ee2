import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Mentions } from "antd";
import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, newKey, ok } from "../../api/client";
import { useMembers } from "../../settings/members/queries";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { askAnew } from "../card/useCardMove";
import type { CardView } from "../types";
import { mentionedIn } from "./mentions";
import styles from "./Talk.module.css";

interface CommentBoxProps {
  card: CardView;
  /** The step it goes to is named: other steps' comments stand above. */
  isNamed: boolean;
}

/** A comment; who is named with @ is told. Ctrl+Enter sends it. */
export function CommentBox({ card, isNamed }: CommentBoxProps) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const members = (useMembers().data ?? []).filter((each) => each.status !== "removed");
  const [text, setText] = useState("");
  const key = useRef(newKey());
  const sending = useMutation({
    mutationFn: (body: { text: string; mentions: string[] }) =>
      ok(
        api.POST("/v1/cards/{card_id}/comments", {
          params: { path: { card_id: card.id }, header: { "Idempotency-Key": key.current } },
          body,
        }),
      ),
    onSuccess: () => {
      setText("");
      askAnew(cache, card.run_id);
    },
    onSettled: () => {
      key.current = newKey();
    },
  });
  const send = () => {
    const said = text.trim();
    if (said) sending.mutate({ text: said, mentions: mentionedIn(said, members).slice(0, 20) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send();
    }
  };
  const label = isNamed ? t("flows.comments.label_on", { step: card.node_name }) : t("flows.comments.label");
  return (
    <div className={styles.box}>
      <Mentions
        aria-label={label}
        placeholder={label}
        autoSize={{ minRows: 2, maxRows: 8 }}
        maxLength={4000}
        value={text}
        onChange={setText}
        onKeyDown={onKeyDown}
        options={members.map((each) => ({ key: each.id, value: each.name, label: each.name }))}
      />
      <ErrorNotice error={sending.error} />
      <Button type="primary" loading={sending.isPending} disabled={text.trim() === ""} onClick={send}>
        {t("flows.comments.send")}
      </Button>
    </div>
  );
}
