import { Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCustomer } from "../customers/queries";
import { useFound } from "../customers/useFound";

interface CustomerSelectProps {
  id?: string;
  className?: string;
  label: string;
  value: string | null;
  onChange: (id: string | null) => void;
}

const MOST = 50;

/** A customer by name; those that there are come when one looks. */
export function CustomerSelect(props: CustomerSelectProps) {
  const [isUsed, setUsed] = useState(false);
  const chosen = useCustomer(props.value ?? "").data?.body.name ?? undefined;
  if (isUsed) return <OpenSelect {...props} chosen={chosen} />;
  return (
    <Select<string>
      {...(props.id ? { id: props.id } : {})}
      className={props.className ?? ""}
      aria-label={props.label}
      placeholder={props.label}
      allowClear
      showSearch
      open={false}
      value={props.value}
      onFocus={() => setUsed(true)}
      onClear={() => props.onChange(null)}
      options={props.value ? [{ value: props.value, label: chosen ?? props.value }] : []}
    />
  );
}

function OpenSelect({
  id,
  className,
  label,
  value,
  onChange,
  chosen,
}: CustomerSelectProps & { chosen: string | null | undefined }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const { found, isLooking, pages } = useFound(typed);
  const rows = found.slice(0, MOST).map((each) => ({ value: each.id, label: each.name }));
  const isThere = value === null || rows.some((each) => each.value === value);
  return (
    <Select<string>
      {...(id ? { id } : {})}
      className={className ?? ""}
      autoFocus
      aria-label={label}
      placeholder={label}
      allowClear
      loading={isLooking || pages.isPending}
      value={value}
      onChange={(next: string | undefined) => onChange(next ?? null)}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      notFoundContent={isLooking || pages.isPending ? t("common.loading") : t("customers.none.title")}
      options={isThere ? rows : [{ value: value ?? "", label: chosen ?? value ?? "" }, ...rows]}
    />
  );
}
