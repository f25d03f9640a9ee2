import { DeleteOutlined, DownOutlined, SaveOutlined, TeamOutlined } from "@ant-design/icons";
import { App, Button, Popover } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay, useMe } from "../../auth/queries";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { problemText } from "../../ui/problems";
import { ofSaved, toQuery } from "../filter/filters";
import { chooseColumns, useColumns } from "../list/useColumns";
import { useViews } from "../queries";
import type { SavedView } from "../types";
import type { LeadsAddress } from "../useLeadsAddress";
import { useViewActs } from "./useViewActs";
import styles from "./Views.module.css";

const SaveViewDialog = lazy(() => import("./SaveViewDialog"));

/** Views of one's own and shared ones: filters, order and columns under a name. */
export function ViewsMenu({ address }: { address: LeadsAddress }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const may = useMay();
  const columns = useColumns();
  const views = useViews();
  const [isOpen, setOpen] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const { change } = useViewActs();
  const now = JSON.stringify(toQuery(address.filters));
  const current = views.data?.find((each) => JSON.stringify(toQuery(ofSaved(each.filters))) === now);
  const choose = (view: SavedView) => {
    address.setFilters(ofSaved(view.filters));
    if (view.columns.length > 0) chooseColumns(view.columns);
    setOpen(false);
  };
  const renew = (view: SavedView) =>
    change.mutate(
      { view, filters: address.filters, columns },
      {
        onSuccess: () => void message.success(t("leads.views.saved", { name: view.name })),
        onError: (error) => void message.error(problemText(error, t)),
      },
    );
  const content = (
    <div className={styles.menu}>
      <ErrorNotice error={views.error} onRetry={() => void views.refetch()} />
      {views.data?.length === 0 && <p className={styles.hint}>{t("leads.views.none")}</p>}
      <ul>
        {views.data?.map((view) => (
          <ViewLine
            key={view.id}
            view={view}
            isCurrent={view.id === current?.id}
            onChoose={() => choose(view)}
            onRenew={() => renew(view)}
          />
        ))}
      </ul>
      {may("views.write") && (
        <Button
          block
          icon={<SaveOutlined />}
          onClick={() => {
            setOpen(false);
            setSaving(true);
          }}
        >
          {t("leads.views.save")}
        </Button>
      )}
    </div>
  );
  return (
    <>
      <Popover open={isOpen} onOpenChange={setOpen} trigger="click" placement="bottomRight" content={content}>
        <Button icon={<DownOutlined />} iconPlacement="end">
          <span className={styles.current}>{current?.name ?? t("leads.views.title")}</span>
        </Button>
      </Popover>
      {isSaving && (
        <Suspense fallback={null}>
          <SaveViewDialog filters={address.filters} onClose={() => setSaving(false)} />
        </Suspense>
      )}
    </>
  );
}

interface ViewLineProps {
  view: SavedView;
  isCurrent: boolean;
  onChoose: () => void;
  onRenew: () => void;
}

function ViewLine({ view, isCurrent, onChoose, onRenew }: ViewLineProps) {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const isOwn = useMe().data?.member?.id === view.owner_id;
  const { remove } = useViewActs();
  const ask = () =>
    modal.confirm({
      title: t("leads.views.remove_title", { name: view.name }),
      content: view.shared ? t("leads.views.remove_shared") : undefined,
      okText: t("leads.views.remove"),
      cancelText: t("leads.cancel"),
      onOk: () => remove.mutateAsync(view).catch((error) => void message.error(problemText(error, t))),
    });
  return (
    <li className={styles.view}>
      <button
        type="button"
        className={styles.choose}
        aria-current={isCurrent || undefined}
        onClick={onChoose}
      >
        {view.shared && <TeamOutlined aria-label={t("leads.views.shared")} />}
        <span className={styles.name}>{view.name}</span>
      </button>
      {isOwn && (
        <>
          <Button
            type="text"
            size="small"
            icon={<SaveOutlined />}
            title={t("leads.views.renew")}
            aria-label={t("leads.views.renew_of", { name: view.name })}
            onClick={onRenew}
          />
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            title={t("leads.views.remove")}
            aria-label={t("leads.views.remove_of", { name: view.name })}
            onClick={ask}
          />
        </>
      )}
    </li>
  );
}
