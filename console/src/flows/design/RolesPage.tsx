import { DeleteOutlined, EditOutlined, PlusOutlined, TeamOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ifMatch, ok } from "../../api/client";
import { isProblem } from "../../api/problem";
import { currentLanguage } from "../../i18n/language";
import { EntryDialog } from "../../settings/entries/EntryDialog";
import { bothNames } from "../../settings/entries/entries";
import { useMembers } from "../../settings/members/queries";
import { SaveBar } from "../../settings/setup/SaveBar";
import { UnsavedGuard } from "../../settings/setup/UnsavedGuard";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Page } from "../../ui/Page";
import { PageSkeleton } from "../../ui/PageSkeleton";
import lines from "../../ui/SortableList.module.css";
import { FLOWS_KEY, useFlowRoles } from "../queries";
import type { FlowRole } from "../types";
import styles from "./Design.module.css";
import { NO_NAMES, newId, put } from "./draft";

const NEW: FlowRole = { id: "", names: NO_NAMES, members: [] };

/** Which members stand for legal, finance, logistics … in flows. */
export function Component() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const cache = useQueryClient();
  const roles = useFlowRoles();
  const members = useMembers();
  const language = currentLanguage();
  const [draft, setDraft] = useState<{ roles: FlowRole[]; version: number } | null>(null);
  const [edited, setEdited] = useState<FlowRole | null>(null);
  const saving = useMutation({
    mutationFn: (next: { roles: FlowRole[]; version: number }) =>
      ok(api.PATCH("/v1/flow-roles", { headers: ifMatch(next.version), body: { roles: next.roles } })),
    onSuccess: () => {
      setDraft(null);
      void message.success(t("settings.saved"));
    },
    onSettled: () => cache.invalidateQueries({ queryKey: FLOWS_KEY }),
  });
  if (roles.isPending || members.isPending) return <PageSkeleton />;
  const kept = roles.data?.roles ?? [];
  const shown = draft?.roles ?? kept;
  const isDirty = draft !== null && JSON.stringify(draft.roles) !== JSON.stringify(kept);
  const isStale = isProblem(saving.error) && saving.error.status === 412;
  const change = (next: FlowRole[]) => {
    saving.reset();
    setDraft({ roles: next, version: draft?.version ?? roles.data?.version ?? 0 });
  };
  const people = (members.data ?? []).filter((each) => each.status !== "removed" && each.role !== "viewer");
  const wrong = isProblem(saving.error) ? saving.error.errors : [];
  const add = (
    <Button icon={<PlusOutlined />} onClick={() => setEdited(NEW)}>
      {t("flows.design.roles.add")}
    </Button>
  );
  const done = ({ names }: Pick<FlowRole, "names">) => {
    if (!edited) return;
    const both = bothNames(names);
    const id =
      edited.id ||
      newId(
        both,
        "role",
        shown.map((each) => each.id),
      );
    change(put(shown, { ...edited, id, names: both }));
    setEdited(null);
  };
  return (
    <Page
      title={t("settings.section.flow_roles.name")}
      lead={t("settings.section.flow_roles.hint")}
      extra={shown.length > 0 && add}
    >
      <ErrorNotice error={roles.error ?? members.error} onRetry={() => void roles.refetch()} />
      {isStale ? (
        <Alert
          type="warning"
          showIcon
          role="alert"
          title={t("flows.design.roles.stale")}
          action={
            <Button
              size="small"
              onClick={() => {
                saving.reset();
                setDraft(null);
              }}
            >
              {t("settings.clash.reload")}
            </Button>
          }
        />
      ) : (
        <ErrorNotice error={saving.error} />
      )}
      {roles.data && shown.length === 0 && (
        <EmptyState
          icon={<TeamOutlined />}
          title={t("flows.design.roles.none")}
          hint={t("flows.design.roles.none_hint")}
          action={add}
        />
      )}
      {shown.length > 0 && (
        <ul className={lines.list}>
          {shown.map((role, at) => (
            <li key={role.id} className={lines.line} data-plain="true">
              <div className={styles.words}>
                <div className={styles.pair}>
                  <span className={styles.name}>{role.names[language]}</span>
                  <Select<string[]>
                    className={styles.wide ?? ""}
                    mode="multiple"
                    aria-label={t("flows.design.roles.members_of", { role: role.names[language] })}
                    placeholder={t("flows.design.roles.nobody")}
                    showSearch={{ optionFilterProp: "label" }}
                    value={role.members ?? []}
                    onChange={(next) => change(put(shown, { ...role, members: next }))}
                    options={people.map((each) => ({ value: each.id, label: each.name }))}
                  />
                </div>
                {(role.members ?? []).length === 0 && (
                  <p className={styles.about}>{t("flows.design.roles.empty")}</p>
                )}
                {wrong
                  .filter(({ field }) => field.startsWith(`roles.${at}.`))
                  .map(({ message: text }) => (
                    <p key={text} className={styles.wrong}>
                      {text}
                    </p>
                  ))}
              </div>
              <Button
                type="text"
                icon={<EditOutlined />}
                aria-label={t("settings.entries.edit_named", { name: role.names[language] })}
                onClick={() => setEdited(role)}
              />
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t("flows.design.remove_named", { name: role.names[language] })}
                onClick={() => change(shown.filter((each) => each.id !== role.id))}
              />
            </li>
          ))}
        </ul>
      )}
      <SaveBar
        draft={{
          isDirty,
          isSaving: saving.isPending,
          save: () => draft && saving.mutate(draft),
          discard: () => {
            saving.reset();
            setDraft(null);
          },
        }}
      />
      <UnsavedGuard isDirty={isDirty} />
      {edited && (
        <EntryDialog<Pick<FlowRole, "names">>
          title={t(edited.id ? "flows.design.roles.edit" : "flows.design.roles.add")}
          initial={{ names: edited.names }}
          onDone={done}
          onClose={() => setEdited(null)}
        />
      )}
    </Page>
  );
}
