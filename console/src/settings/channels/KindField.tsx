import { Form, Radio } from "antd";
import { useTranslation } from "react-i18next";
import { KIND_IDS } from "./channelKinds";
import styles from "./channels.module.css";

export function KindField() {
  const { t } = useTranslation();
  return (
    <Form.Item name="kind" label={t("settings.channels.kind_label")}>
      <Radio.Group className={styles.choices}>
        {KIND_IDS.map((kind) => (
          <Radio.Button key={kind} value={kind} className={styles.choice}>
            {t(`settings.channels.kind.${kind}`)}
          </Radio.Button>
        ))}
      </Radio.Group>
    </Form.Item>
  );
}
