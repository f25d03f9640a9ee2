import { CopyOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import styles from "./CopyText.module.css";
import { useCopy } from "./useCopy";

/** A text to be carried elsewhere: a key, a link. */
export function CopyText({ text }: { text: string }) {
  const { t } = useTranslation();
  const copy = useCopy();
  return (
    <div className={styles.secret}>
      <code>{text}</code>
      <Button icon={<CopyOutlined />} onClick={() => void copy(text)}>
        {t("settings.copy.act")}
      </Button>
    </div>
  );
}
