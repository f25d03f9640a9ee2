import { useTranslation } from "react-i18next";
import { Navigate, Outlet, useLocation, useMatches, useNavigation } from "react-router";
import { useMe } from "../auth/queries";
import { useSession } from "../auth/useSession";
import { ErrorNotice } from "../ui/ErrorNotice";
import { PageSkeleton } from "../ui/PageSkeleton";
import { useIsPhone } from "../ui/useMediaQuery";
import { ForbiddenPage } from "./ForbiddenPage";
import { OfflineNotice } from "./OfflineNotice";
import { handleOf } from "./PageHandle";
import styles from "./Shell.module.css";
import { SideBar } from "./SideBar";
import { Splash } from "./Splash";
import { TabBar } from "./TabBar";
import { TopBar } from "./TopBar";

/** The frame around every page of a signed-in member; who is not signed in is sent to sign in, and then back. */
export function Component() {
  const session = useSession();
  const location = useLocation();
  const me = useMe();
  if (session === "out") {
    const next = location.pathname + location.search;
    return <Navigate to={next === "/" ? "/login" : `/login?next=${encodeURIComponent(next)}`} replace />;
  }
  if (me.isPending) return <Splash />;
  if (me.isError) {
    return (
      <main className={styles.failed}>
        <ErrorNotice error={me.error} onRetry={() => void me.refetch()} />
      </main>
    );
  }
  return <Frame may={me.data.permissions} />;
}

function Frame({ may }: { may: string[] }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const isLoading = useNavigation().state === "loading";
  const forbidden = useMatches().some(({ handle }) => {
    const needed = handleOf(handle).may;
    return needed !== undefined && !may.includes(needed);
  });
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        {t("shell.skip")}
      </a>
      {isPhone ? <TopBar /> : <SideBar />}
      <div className={styles.body}>
        <OfflineNotice />
        <main id="main" className={styles.main} tabIndex={-1} aria-busy={isLoading}>
          {forbidden ? <ForbiddenPage /> : isLoading ? <PageSkeleton /> : <Outlet />}
        </main>
      </div>
      {isPhone && <TabBar />}
    </div>
  );
}
