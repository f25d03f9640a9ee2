import { Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { useMe } from "../auth/queries";
import { currentLanguage } from "../i18n/language";
import { ErrorNotice } from "../ui/ErrorNotice";
import { Page } from "../ui/Page";
import { DayContext } from "../workspace/dayContext";
import { useWorkspaceDay } from "../workspace/useWorkspaceDay";
import { AnswersProvider } from "./Answers";
import { Checklist } from "./Checklist";
import type { Whose } from "./queries";
import { Worklist, WorklistSkeleton } from "./Worklist";

/** Roles that see more than their own leads; those of the first list have none of their own as a rule. */
const SEES_ALL = ["owner", "admin", "viewer"];
const SEES_TEAM = [...SEES_ALL, "manager"];

export function Component() {
  const { t } = useTranslation();
  const me = useMe().data;
  const { day, error, retry } = useWorkspaceDay();
  const role = me?.actor.role ?? "rep";
  const [whose, setWhose] = useWhose(role);
  const date = new Intl.DateTimeFormat(currentLanguage(), {
    dateStyle: "full",
    timeZone: day?.workspace.timezone,
  }).format(new Date());
  return (
    <Page
      title={t("today.title")}
      lead={t("today.greeting", { name: me?.actor.name ?? "", date })}
      extra={
        SEES_TEAM.includes(role) && (
          <Segmented<Whose>
            aria-label={t("today.scope.label")}
            value={whose}
            onChange={setWhose}
            options={[
              { value: "mine", label: t("today.scope.mine") },
              { value: "team", label: t("today.scope.team") },
            ]}
          />
        )
      }
    >
      <Checklist />
      <ErrorNotice error={error} onRetry={retry} />
      {!day && !error && <WorklistSkeleton />}
      {day && (
        <DayContext value={day}>
          <AnswersProvider key={whose}>
            <Worklist whose={whose} timezone={day.workspace.timezone} />
          </AnswersProvider>
        </DayContext>
      )}
    </Page>
  );
}

/** In the address, so that a link or a reload shows the same. */
function useWhose(role: string): [Whose, (next: Whose) => void] {
  const [search, setSearch] = useSearchParams();
  const asked = search.get("whose");
  const usual: Whose = SEES_ALL.includes(role) ? "team" : "mine";
  const whose = SEES_TEAM.includes(role) && (asked === "mine" || asked === "team") ? asked : usual;
  return [whose, (next) => setSearch(next === usual ? {} : { whose: next }, { replace: true })];
}
