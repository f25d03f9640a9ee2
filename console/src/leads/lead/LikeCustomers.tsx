import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { api, ok, type Schemas } from "../../api/client";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { problemText } from "../../ui/problems";
import { useLikeCustomers } from "../queries";
import styles from "./Panes.module.css";

type Brief = Schemas["CustomerBrief"];

/** Customers with a like name; one that is the same is made part of this one. */
export function LikeCustomers({ customerId }: { customerId: string }) {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const cache = useQueryClient();
  const pairs = useLikeCustomers(true);
  const merge = useMutation({
    mutationFn: (other: Brief) =>
      ok(
        api.POST("/v1/customers/{customer_id}/merge", {
          params: { path: { customer_id: other.id } },
          body: { into: customerId },
        }),
      ),
    onSuccess: (_customer, other) => {
      void message.success(t("leads.customer.merged", { name: other.name }));
      void cache.invalidateQueries({ queryKey: ["leads"] });
    },
    onError: (error) => void message.error(problemText(error, t)),
  });
  if (pairs.isPending) return <Skeleton active title={false} paragraph={{ rows: 1 }} />;
  if (!pairs.data) return <ErrorNotice error={pairs.error} onRetry={() => void pairs.refetch()} />;
  const like = pairs.data
    .filter(({ first, second }) => first.id === customerId || second.id === customerId)
    .map(({ first, second, score }) => ({ other: first.id === customerId ? second : first, score }));
  const ask = (other: Brief) =>
    modal.confirm({
      title: t("leads.customer.merge_title", { name: other.name }),
      content: t("leads.customer.merge_hint"),
      okText: t("leads.customer.merge"),
      cancelText: t("leads.cancel"),
      onOk: () => merge.mutateAsync(other).catch(() => undefined),
    });
  return (
    <>
      <h2 className={styles.title}>{t("leads.customer.like")}</h2>
      {like.length === 0 && <p className={styles.none}>{t("leads.customer.no_like")}</p>}
      <ul className={styles.list}>
        {like.map(({ other, score }) => (
          <li key={other.id} className={styles.line}>
            <span className={styles.main}>{other.name}</span>
            <span className={styles.aside}>
              {t("leads.customer.score", { score: Math.round(score), count: other.open_leads })}
            </span>
            <Button size="small" onClick={() => ask(other)}>
              {t("leads.customer.merge")}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
