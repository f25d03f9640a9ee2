import { CoffeeOutlined } from "@ant-design/icons";
import { Button, Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { EmptyState } from "../ui/EmptyState";
import { ErrorNotice } from "../ui/ErrorNotice";
import { useAnswers } from "./Answers";
import { Counts } from "./Counts";
import { type LeadList, rowsOf, useDayLists, type Whose } from "./queries";
import { Section } from "./Section";
import { SECTIONS, type SectionId, sortOut } from "./worklist";

/** The lists of the day, sorted out, with their counts on top. */
export function Worklist({ whose, timezone }: { whose: Whose; timezone: string }) {
  const { answerOf } = useAnswers();
  const { due, silent, coming, pool } = useDayLists(whose, timezone);
  const lists = [due, silent, coming, pool];
  if (lists.some((list) => list.isPending && !list.isError)) return <WorklistSkeleton />;
  const failed = lists.find((list) => list.isError && !list.data);
  const { rows, silentAbove } = sortOut({
    due: rowsOf(due),
    silent: rowsOf(silent),
    coming: rowsOf(coming),
    pool: rowsOf(pool),
  });
  const source: Record<SectionId, LeadList> = { overdue: due, today: due, silent, waking: coming, pool };
  const isAnswered = (id: SectionId, leadId: string) => {
    const answer = answerOf(leadId);
    return answer !== undefined && (answer.isSending || answer.at > source[id].dataUpdatedAt);
  };
  const counts = Object.fromEntries(
    SECTIONS.map((id) => {
      const open = rows[id].filter((lead) => !isAnswered(id, lead.id)).length;
      const value = id === "silent" ? open + silentAbove : open;
      return [id, { value, isLeast: source[id].hasNextPage }];
    }),
  ) as Record<SectionId, { value: number; isLeast: boolean }>;
  const isClear = !failed && SECTIONS.every((id) => id === "pool" || rows[id].length === 0);
  // Due today and overdue are one list: only the later of the two sections asks for more of it.
  const moreOf = (id: SectionId) =>
    id === "overdue" && rows.today.length > 0 ? false : source[id].hasNextPage;
  return (
    <>
      <Counts counts={counts} />
      {failed && (
        <ErrorNotice
          error={failed.error}
          onRetry={() => lists.map((list) => list.isError && list.refetch())}
        />
      )}
      {isClear && <AllClear />}
      {SECTIONS.map((id) => (
        <Section
          key={id}
          id={id}
          rows={rows[id]}
          readAt={source[id].dataUpdatedAt}
          isByRep={whose === "team" && id !== "pool"}
          alsoAbove={id === "silent" ? silentAbove : 0}
          onMore={moreOf(id) ? () => void source[id].fetchNextPage() : undefined}
          isLoadingMore={source[id].isFetchingNextPage}
        />
      ))}
    </>
  );
}

function AllClear() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <EmptyState
      icon={<CoffeeOutlined />}
      title={t("today.clear.title")}
      hint={t("today.clear.hint")}
      action={<Button onClick={() => navigate("/leads")}>{t("today.clear.action")}</Button>}
    />
  );
}

export function WorklistSkeleton() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-busy="true">
      <span className="gp-visually-hidden">{t("common.loading")}</span>
      <Skeleton active title={false} paragraph={{ rows: 2 }} />
      <Skeleton active paragraph={{ rows: 6 }} />
    </div>
  );
}
