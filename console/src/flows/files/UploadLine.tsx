import { CloseOutlined, LoadingOutlined, WarningOutlined } from "@ant-design/icons";
import { Button, Progress } from "antd";
import { useTranslation } from "react-i18next";
import { problemText } from "../../ui/problems";
import styles from "./Files.module.css";
import type { Upload } from "./useUploads";

/** A file on its way, or why it did not arrive. */
export function UploadLine({ upload, onForget }: { upload: Upload; onForget: () => void }) {
  const { t } = useTranslation();
  const { name, share, error } = upload;
  return (
    <li className={styles.file}>
      <span className={styles.icon} aria-hidden="true">
        {error ? <WarningOutlined /> : <LoadingOutlined />}
      </span>
      <div className={styles.words}>
        {name}
        {error ? (
          <p role="alert" className={styles.about} data-withheld="true">
            {problemText(error, t)}
          </p>
        ) : (
          <Progress
            percent={Math.round(share * 100)}
            size="small"
            aria-label={t("flows.files.sending", { name })}
          />
        )}
      </div>
      <Button
        type="text"
        size="small"
        icon={<CloseOutlined />}
        aria-label={t(error ? "flows.files.put_away" : "flows.files.stop", { name })}
        onClick={onForget}
      />
    </li>
  );
}
