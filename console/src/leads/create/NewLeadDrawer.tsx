import { App, Button, Drawer } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { isProblem } from "../../api/problem";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { useFocusBack } from "../../ui/useFocusBack";
import { useIsPhone } from "../../ui/useMediaQuery";
import { useDay } from "../../workspace/dayContext";
import { addDays } from "../../workspace/days";
import { builtIn, customFields, DETAIL_FIELDS, type Draft } from "../lead/fields";
import { useAccess } from "../useAccess";
import type { LeadsAddress } from "../useLeadsAddress";
import { useLeadWords } from "../useLeadWords";
import styles from "./Create.module.css";
import { DuplicateNotice } from "./DuplicateNotice";
import { NewLeadForm } from "./NewLeadForm";
import { checked, type Drafts } from "./newLead";
import { useNewLead } from "./useNewLead";

interface NewLeadDrawerProps {
  address: LeadsAddress;
  onClose: () => void;
}

const FIRST = ["name", "source_channel", "first_contact_at", "next_follow_up_at"];

/** Five facts, all but two with a default; the rest is folded. */
export default function NewLeadDrawer({ address, onClose }: NewLeadDrawerProps) {
  const { t } = useTranslation();
  useFocusBack();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const isPhone = useIsPhone();
  const { workspace, today } = useDay();
  const words = useLeadWords();
  const access = useAccess();
  const formId = useId();
  const creating = useNewLead();
  const [drafts, setDrafts] = useState<Drafts>(() => ({
    first_contact_at: today,
    next_follow_up_at: addDays(today, workspace.reminders.next_follow_up_days ?? 2),
    stage: workspace.stages.find((each) => !each.archived && each.kind === "open")?.id ?? "",
  }));
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const fields = [...DETAIL_FIELDS.map((id) => builtIn(id, words)), ...customFields(workspace, words)].filter(
    ({ id }) => access(id) === "write" || FIRST.includes(id),
  );
  const put = (key: string, draft: Draft) => {
    setDrafts((all) => ({ ...all, [key]: draft }));
    setProblems(({ [key]: _gone, ...rest }) => rest);
  };
  const save = (overrideReason?: string) => {
    const { body, missing, wrong } = checked(drafts, fields, workspace.currency);
    const found = Object.fromEntries([
      ...missing.map((key) => [key, t("leads.field.required")]),
      ...wrong.map((key) => [key, t("leads.field.amount_wrong")]),
    ]);
    setProblems(found);
    if (missing.length + wrong.length > 0) {
      document.getElementById(`${formId}-${[...missing, ...wrong][0]}`)?.focus();
      return;
    }
    // Today is now, not its first minute.
    if (body.first_contact_at === today) delete body.first_contact_at;
    creating.mutate(overrideReason ? { ...body, override_reason: overrideReason } : body, {
      onSuccess: ({ body: lead }) => {
        void message.success(t("leads.create.done", { name: words.nameOf(lead) }));
        onClose();
        void navigate(address.toLead(lead.id));
      },
      onError: (error) => {
        if (!isProblem(error)) return;
        setProblems(Object.fromEntries(error.errors.map((each) => [each.field, each.message])));
      },
    });
  };
  const { error } = creating;
  const isDuplicate = isProblem(error, "lead_duplicate");
  return (
    <Drawer
      open
      title={t("leads.create.title")}
      onClose={onClose}
      {...(isPhone ? { styles: { body: { padding: 16 } } } : {})}
      size={isPhone ? "100%" : 520}
      footer={
        <div className={styles.foot}>
          <Button onClick={onClose}>{t("leads.cancel")}</Button>
          <Button type="primary" loading={creating.isPending} onClick={() => save()}>
            {t("leads.create.save")}
          </Button>
        </div>
      }
    >
      {isDuplicate && (
        <DuplicateNotice
          problem={error}
          address={address}
          isPending={creating.isPending}
          onOverride={save}
          onClose={onClose}
        />
      )}
      {!isDuplicate && <ErrorNotice error={error} />}
      <NewLeadForm
        id={formId}
        fields={fields}
        first={FIRST}
        drafts={drafts}
        problems={problems}
        onChange={put}
        onSubmit={() => save()}
      />
    </Drawer>
  );
}
