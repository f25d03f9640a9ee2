import { Button } from "antd";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useWords } from "../changes/useWords";
import type { Workspace } from "../setup/types";
import styles from "./audit.module.css";
import { EventRow } from "./EventRow";
import type { LogEvent } from "./queries";

interface EventLogProps {
  events: LogEvent[];
  workspace: Workspace;
  /** Shown while other filters are asked for. */
  isStale: boolean;
  hasMore: boolean;
  isLoading: boolean;
  onMore: () => void;
}

/** Newest first; the next page comes when the end is nearly in sight, or with the button. */
export function EventLog({ events, workspace, isStale, hasMore, isLoading, onMore }: EventLogProps) {
  const { t } = useTranslation();
  const words = useWords(workspace);
  const end = useRef<HTMLDivElement>(null);
  const more = useRef(onMore);
  more.current = onMore;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page that was short leaves the end in sight: look again
  useEffect(() => {
    const mark = end.current;
    if (!mark || !hasMore || isLoading) return;
    const watch = new IntersectionObserver(([seen]) => seen?.isIntersecting && more.current(), {
      rootMargin: "400px",
    });
    watch.observe(mark);
    return () => watch.disconnect();
  }, [hasMore, isLoading, events.length]);
  return (
    <>
      <ol className={styles.log} data-stale={isStale} aria-busy={isStale}>
        {events.map((event) => (
          <EventRow key={event.id} event={event} words={words} />
        ))}
      </ol>
      <div ref={end}>
        {hasMore && (
          <Button block loading={isLoading} onClick={onMore}>
            {t("settings.more")}
          </Button>
        )}
      </div>
    </>
  );
}
