import { BarChartOutlined, DownloadOutlined, LeftOutlined, RightOutlined } from "@ant-design/icons";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { App, Button, DatePicker, Select } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { api, ok } from "../../api/client";
import { currentLanguage } from "../../i18n/language";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Page } from "../../ui/Page";
import { PageSkeleton } from "../../ui/PageSkeleton";
import { problemText } from "../../ui/problems";
import { useFlows } from "../queries";
import { downloadTimeliness } from "./download";
import { addMonths, isMonth, type Report } from "./figures";
import { ReportBody } from "./ReportBody";
import styles from "./Timeliness.module.css";

/** 协同时效分析表: how fast each role and step was in a month, and what stood in the way. */
export function Component() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [search, setSearch] = useSearchParams();
  const asked = search.get("month");
  const flow = search.get("flow") ?? undefined;
  const flows = useFlows().data ?? [];
  const query = { ...(isMonth(asked) ? { month: asked } : {}), ...(flow ? { flow } : {}) };
  const report = useQuery<Report>({
    queryKey: ["flows", "timeliness", query, currentLanguage()],
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      // Of the two forms that it may have, JSON is the one that is asked for.
      ok(api.GET("/v1/reports/timeliness", { params: { query }, signal })) as Promise<Report>,
  });
  const downloading = useMutation({
    mutationFn: () => downloadTimeliness(query),
    onError: (error) => void message.error(problemText(error, t)),
  });
  const put = (name: string, value: string | undefined) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        if (value) after.set(name, value);
        else after.delete(name);
        return after;
      },
      { replace: true },
    );
  if (report.isPending) return <PageSkeleton />;
  const month = report.data?.month ?? asked ?? dayjs().format("YYYY-MM");
  const isLast = !report.data?.is_over;
  return (
    <Page
      title={t("flows.timeliness.title")}
      lead={t("flows.timeliness.lead")}
      width="wide"
      extra={
        <Button
          icon={<DownloadOutlined />}
          loading={downloading.isPending}
          onClick={() => downloading.mutate()}
        >
          {t("flows.timeliness.download")}
        </Button>
      }
    >
      <div className={styles.bar}>
        <Button
          icon={<LeftOutlined />}
          aria-label={t("flows.timeliness.before")}
          onClick={() => put("month", addMonths(month, -1))}
        />
        <DatePicker
          picker="month"
          aria-label={t("flows.timeliness.month")}
          allowClear={false}
          maxDate={dayjs()}
          value={dayjs(`${month}-01`)}
          onChange={(next) => put("month", next?.format("YYYY-MM"))}
        />
        <Button
          icon={<RightOutlined />}
          disabled={isLast}
          aria-label={t("flows.timeliness.after")}
          onClick={() => put("month", addMonths(month, 1))}
        />
        <Select
          className={styles.flow ?? ""}
          aria-label={t("flows.filter.flow")}
          allowClear
          placeholder={t("flows.timeliness.all_flows")}
          value={flow ?? null}
          onChange={(next: string | undefined | null) => put("flow", next ?? undefined)}
          options={flows.map((each) => ({ value: each.key, label: each.name }))}
        />
      </div>
      <ErrorNotice error={report.error} onRetry={() => void report.refetch()} />
      {report.data && report.data.total.count === 0 && (
        <EmptyState
          icon={<BarChartOutlined />}
          title={t("flows.timeliness.none")}
          hint={t("flows.timeliness.none_hint")}
        />
      )}
      {report.data && report.data.total.count > 0 && <ReportBody report={report.data} />}
    </Page>
  );
}
