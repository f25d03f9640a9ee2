import { Logo } from "../ui/Logo";
import styles from "./TopBar.module.css";
import { WorkspaceSwitch } from "./WorkspaceSwitch";

export function TopBar() {
  return (
    <header className={styles.bar}>
      <Logo markOnly />
      <WorkspaceSwitch />
    </header>
  );
}
