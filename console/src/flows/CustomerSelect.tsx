import { Select } from "antd";
import { useEffect, useState } from "react";
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

interface Found {
  options: { value: string; label: string }[];
  isLooking: boolean;
}

const MOST = 50;
const NOTHING_YET: Found = { options: [], isLooking: true };

/** A customer by name; those that there are are read when the list is opened. */
export function CustomerSelect({ id, className, label, value, onChange }: CustomerSelectProps) {
  const { t } = useTranslation();
  const [isUsed, setUsed] = useState(false);
  const [typed, setTyped] = useState("");
  const [{ options, isLooking }, setFound] = useState(NOTHING_YET);
  const chosen = useCustomer(value ?? "").data?.body.name;
  const isThere = value === null || options.some((each) => each.value === value);
  return (
    <>
      <Select<string>
        {...(id ? { id } : {})}
        className={className ?? ""}
        aria-label={label}
        placeholder={label}
        allowClear
        loading={isUsed && isLooking}
        value={value}
        onChange={(next: string | undefined) => onChange(next ?? null)}
        onOpenChange={(isOpen) => isOpen && setUsed(true)}
        showSearch={{ filterOption: false, onSearch: setTyped }}
        notFoundContent={isLooking ? t("common.loading") : t("customers.none.title")}
        options={isThere ? options : [{ value: value ?? "", label: chosen ?? value ?? "" }, ...options]}
      />
      {isUsed && <Looking typed={typed} onFound={setFound} />}
    </>
  );
}

/** Reads customers as long as it is there; a select that nobody opens asks for none. */
function Looking({ typed, onFound }: { typed: string; onFound: (found: Found) => void }) {
  const { found, isLooking, pages } = useFound(typed);
  const isBusy = isLooking || pages.isPending;
  useEffect(() => {
    const options = found.slice(0, MOST).map((each) => ({ value: each.id, label: each.name ?? each.id }));
    onFound({ options, isLooking: isBusy });
  }, [found, isBusy, onFound]);
  return null;
}
