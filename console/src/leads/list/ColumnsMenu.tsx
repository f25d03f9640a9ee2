import { TableOutlined } from "@ant-design/icons";
import { Button, Checkbox, Popover } from "antd";
import { useTranslation } from "react-i18next";
import { useAccess } from "../useAccess";
import styles from "./ColumnsMenu.module.css";
import { COLUMNS, type Column } from "./columns";
import { chooseColumns, useColumns } from "./useColumns";

/** Which columns the table shows. */
export function ColumnsMenu() {
  const { t } = useTranslation();
  const access = useAccess();
  const chosen = useColumns();
  const toggle = (column: Column, isOn: boolean) =>
    chooseColumns(isOn ? [...chosen, column] : chosen.filter((each) => each !== column));
  const content = (
    <fieldset className={styles.columns}>
      <legend className="gp-visually-hidden">{t("leads.columns.label")}</legend>
      {COLUMNS.filter((each) => access(each) !== "hidden").map((each) => (
        <Checkbox
          key={each}
          checked={chosen.includes(each)}
          onChange={({ target }) => toggle(each, target.checked)}
        >
          {t(`leads.column.${each}`)}
        </Checkbox>
      ))}
      <Button size="small" onClick={() => chooseColumns(null)}>
        {t("leads.columns.usual")}
      </Button>
    </fieldset>
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={content} title={t("leads.columns.label")}>
      <Button
        icon={<TableOutlined />}
        aria-label={t("leads.columns.label")}
        title={t("leads.columns.label")}
      />
    </Popover>
  );
}
