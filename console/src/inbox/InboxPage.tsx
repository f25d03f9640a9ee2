import { CheckOutlined, SettingOutlined } from "@ant-design/icons";
import { App, Button, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import { useMay } from "../auth/queries";
import { Page } from "../ui/Page";
import { problemText } from "../ui/problems";
import { DeadList } from "./DeadList";
import styles from "./Inbox.module.css";
import { InboxList } from "./InboxList";
import { type Filter, useReadAll } from "./queries";
import { useUnread } from "./useUnread";

export function Component() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const unread = useUnread();
  const { message } = App.useApp();
  const readAll = useReadAll();
  const [search, setSearch] = useSearchParams();
  const filters: Filter[] = may("channels.write") ? ["all", "unread", "dead"] : ["all", "unread"];
  const filter = filters.find((each) => each === search.get("show")) ?? "all";
  const show = (next: Filter) => setSearch(next === "all" ? {} : { show: next }, { replace: true });
  const readThem = () =>
    readAll.mutate(undefined, {
      onSuccess: () => void message.success(t("inbox.all_read")),
      onError: (error) => void message.error(problemText(error, t)),
    });
  return (
    <Page
      title={t("inbox.title")}
      lead={t("inbox.lead")}
      extra={
        <Button icon={<SettingOutlined />} onClick={() => navigate("/inbox/preferences")}>
          {t("inbox.preferences_link")}
        </Button>
      }
    >
      <div className={styles.bar}>
        <Segmented<Filter>
          aria-label={t("inbox.filter.label")}
          value={filter}
          onChange={show}
          options={filters.map((value) => ({
            value,
            label:
              value === "unread" && unread > 0
                ? `${t("inbox.filter.unread")} ${unread > 99 ? "99+" : unread}`
                : t(`inbox.filter.${value}`),
          }))}
        />
        {unread > 0 && filter !== "dead" && (
          <Button type="text" icon={<CheckOutlined />} loading={readAll.isPending} onClick={readThem}>
            {t("inbox.read_all")}
          </Button>
        )}
      </div>
      {filter === "dead" ? (
        <DeadList />
      ) : (
        <InboxList key={filter} unread={filter === "unread"} onShowAll={() => show("all")} />
      )}
    </Page>
  );
}
