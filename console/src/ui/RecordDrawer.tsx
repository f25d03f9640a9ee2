import { SearchOutlined } from "@ant-design/icons";
import { Button, Drawer, Skeleton } from "antd";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "../api/problem";
import { EmptyState } from "./EmptyState";
import { ErrorNotice } from "./ErrorNotice";
import { useFocusBack } from "./useFocusBack";
import { useIsPhone } from "./useMediaQuery";

interface RecordDrawerProps {
  /** As it was asked for: what there is no more answers 404. */
  query: { isPending: boolean; error: unknown; data: unknown; refetch: () => unknown };
  /** Of the record, once it is there. */
  title: string | null;
  /** It is there, and what was asked for is not in it. */
  isMissing?: boolean;
  gone: { title: string; hint: string; close: string };
  onClose: () => void;
  size?: number | string;
  extra?: ReactNode;
  /** The tab of the browser is named after the record while it is open. */
  namesTab?: boolean;
  children: ReactNode;
}

/** One record before its list; on a phone it is the whole screen. `children` are shown once it is there. */
export function RecordDrawer(props: RecordDrawerProps) {
  const {
    query,
    title,
    isMissing = false,
    gone,
    onClose,
    size = "min(980px, 92vw)",
    extra,
    namesTab,
  } = props;
  const { t } = useTranslation();
  useFocusBack();
  const isPhone = useIsPhone();
  const isGone = (isProblem(query.error) && query.error.status === 404) || isMissing;
  const shown = isGone ? null : title;
  useEffect(() => {
    const before = document.title;
    if (namesTab && shown) document.title = `${shown} · ${t("common.product")}`;
    return () => {
      document.title = before;
    };
  }, [namesTab, shown, t]);
  return (
    <Drawer
      open
      onClose={onClose}
      {...(isPhone ? { styles: { body: { padding: 16 } } } : {})}
      size={isPhone ? "100%" : size}
      title={shown ?? (isGone ? gone.title : t("common.loading"))}
      extra={extra}
    >
      {query.isPending && <Skeleton active paragraph={{ rows: 10 }} />}
      {isGone && (
        <EmptyState
          icon={<SearchOutlined />}
          title={gone.title}
          hint={gone.hint}
          action={<Button onClick={onClose}>{gone.close}</Button>}
        />
      )}
      {query.error !== null && !isGone && query.data === undefined && (
        <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.data !== undefined && !isGone && props.children}
    </Drawer>
  );
}
