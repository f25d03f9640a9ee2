import styles from "./Logo.module.css";

/** The mark, and beside it the name unless `markOnly`. `onDark` for the pine panel. */
export function Logo({ markOnly = false, onDark = false }: { markOnly?: boolean; onDark?: boolean }) {
  return (
    <span className={styles.logo} data-on-dark={onDark}>
      <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">
        <rect className={styles.ground} width="32" height="32" rx="8" />
        <rect className={styles.pipe} x="5" y="10.5" width="22" height="11" rx="5.5" />
        <path className={styles.line} d="M2 16h5c3 0 4-2.4 6.5-2.4S17 18.4 19.5 18.4 22 16 25 16h5" />
      </svg>
      {!markOnly && (
        <span className={styles.name} translate="no">
          明线 <small>Glasspipe</small>
        </span>
      )}
    </span>
  );
}
