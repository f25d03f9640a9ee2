import { CheckCircleOutlined } from "@ant-design/icons";
import { Button, Segmented, Skeleton } from "antd";
import { lazy, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { useMay, useMe } from "../../auth/queries";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Page } from "../../ui/Page";
import { DayContext, useDay } from "../../workspace/dayContext";
import { useWorkspaceDay } from "../../workspace/useWorkspaceDay";
import { useBoardAddress } from "../board/useBoardAddress";
import { isOpen } from "../clock/countdown";
import { useNow } from "../clock/useNow";
import { isMine } from "../course";
import { useCards, useFlowRoles } from "../queries";
import { ROLE_PREFIX } from "../types";
import { useFlowWords } from "../useFlowWords";
import { CardLine } from "./CardLine";
import { grouped, groupOf } from "./groups";
import styles from "./Mine.module.css";

const CardDrawer = lazy(() => import("../card/CardDrawer"));

/** 我的卡片: what is with me and my flow roles, by due time; and all that is blocked. */
export function Component() {
  const { t } = useTranslation();
  const { day, error, retry } = useWorkspaceDay();
  return (
    <Page title={t("flows.mine.title")} lead={t("flows.mine.lead")} width="wide">
      <ErrorNotice error={error} onRetry={retry} />
      {day && (
        <DayContext value={day}>
          <CardsBody />
        </DayContext>
      )}
    </Page>
  );
}

type Which = "mine" | "blocked";

function CardsBody() {
  const { t } = useTranslation();
  const may = useMay();
  const me = useMe().data?.member?.id;
  const now = useNow();
  const { today, dayOf } = useDay();
  const words = useFlowWords();
  const address = useBoardAddress();
  const [search, setSearch] = useSearchParams();
  const which: Which = search.get("show") === "blocked" ? "blocked" : "mine";
  const roles = useFlowRoles().data?.roles;
  const cards = useCards(which);
  const mine = useMemo(
    () =>
      new Set(
        (roles ?? []).filter((each) => each.members?.includes(me ?? "")).map((each) => ROLE_PREFIX + each.id),
      ),
    [roles, me],
  );
  const rows = (cards.data?.pages.flatMap((page) => page.items) ?? []).filter((card) => isOpen(card.state));
  const groups = grouped(rows, (card) => groupOf(card, now, today, dayOf));
  return (
    <div className={styles.body}>
      <div>
        <Segmented<Which>
          aria-label={t("flows.mine.show")}
          value={which}
          onChange={(next) =>
            setSearch((before) => {
              const after = new URLSearchParams(before);
              if (next === "blocked") after.set("show", next);
              else after.delete("show");
              return after;
            })
          }
          options={(["mine", "blocked"] as const).map((value) => ({
            value,
            label: t(`flows.mine.which.${value}`),
          }))}
        />
      </div>
      <ErrorNotice error={cards.error} onRetry={() => void cards.refetch()} />
      {cards.isPending && <Skeleton active paragraph={{ rows: 6 }} />}
      {cards.data && rows.length === 0 && !cards.hasNextPage && (
        <EmptyState
          icon={<CheckCircleOutlined />}
          title={t(`flows.mine.none.${which}`)}
          hint={t("flows.mine.none_hint")}
        />
      )}
      {groups.map((each) => (
        <section key={each.group} className={styles.group} data-group={each.group}>
          <h2>
            {t(`flows.mine.group.${each.group}`)} <span className={styles.count}>{each.cards.length}</span>
          </h2>
          <ul className={styles.list}>
            {each.cards.map((card) => (
              <CardLine
                key={card.id}
                card={card}
                words={words}
                to={address.toCard(card.run_id, card.id)}
                isMine={may("flows.work") && isMine(card, me, mine)}
              />
            ))}
          </ul>
        </section>
      ))}
      {cards.hasNextPage && (
        <Button loading={cards.isFetchingNextPage} onClick={() => void cards.fetchNextPage()}>
          {t("settings.more")}
        </Button>
      )}
      {address.card && (
        <Suspense fallback={null}>
          <CardDrawer {...address.card} onClose={address.close} />
        </Suspense>
      )}
    </div>
  );
}
