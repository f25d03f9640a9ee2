import { App, Checkbox, Input } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../act/Dialog";
import type { Filters } from "../filter/filters";
import { useColumns } from "../list/useColumns";
import { useViewActs } from "./useViewActs";
import styles from "./Views.module.css";

export default function SaveViewDialog({ filters, onClose }: { filters: Filters; onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const columns = useColumns();
  const id = useId();
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const { save } = useViewActs();
  const ok = () => {
    if (!name.trim()) return setMissing(true);
    save.mutate(
      { name: name.trim(), shared, filters, columns },
      {
        onSuccess: () => {
          void message.success(t("leads.views.saved", { name: name.trim() }));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      title={t("leads.views.save")}
      isPending={save.isPending}
      error={save.error}
      problem={isMissing ? t("leads.views.name_missing") : null}
      onOk={ok}
      onClose={onClose}
    >
      <div>
        <label htmlFor={id} className={styles.label}>
          {t("leads.views.name")}
        </label>
        <Input
          id={id}
          autoFocus
          maxLength={60}
          value={name}
          onPressEnter={ok}
          onChange={({ target }) => {
            setName(target.value);
            setMissing(false);
          }}
        />
      </div>
      <Checkbox checked={shared} onChange={({ target }) => setShared(target.checked)}>
        {t("leads.views.share")}
      </Checkbox>
    </Dialog>
  );
}
