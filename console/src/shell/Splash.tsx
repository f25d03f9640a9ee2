import { Logo } from "../ui/Logo";
import styles from "./Splash.module.css";

/** Before the first page is there. */
export function Splash() {
  return (
    <div className={styles.splash} aria-busy="true">
      <Logo />
    </div>
  );
}
