import { Select } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./Merge.module.css";
import { useDuplicates } from "./queries";
import { useCustomerWords } from "./useCustomerWords";
import { useFound } from "./useFound";

interface OtherCustomerProps {
  of: string;
  value: string | null;
  onChange: (id: string) => void;
}

const MOST = 50;

/** Which customer is the same one: those with like names first, all others by words. */
export function OtherCustomer({ of, value, onChange }: OtherCustomerProps) {
  const { t } = useTranslation();
  const id = useId();
  const words = useCustomerWords();
  const [typed, setTyped] = useState("");
  const { found, isLooking, pages } = useFound(typed);
  const like = (useDuplicates(true).data?.pairs ?? [])
    .filter(({ first, second }) => first.id === of || second.id === of)
    .map(({ first, second, score }) => ({ other: first.id === of ? second : first, score }));
  const isLike = new Set(like.map(({ other }) => other.id));
  const others = found.filter((each) => each.id !== of && !isLike.has(each.id)).slice(0, MOST);
  return (
    <div>
      <label className={styles.label} htmlFor={id}>
        {t("customers.merge.other")}
      </label>
      <Select<string>
        id={id}
        autoFocus
        className={styles.wide ?? ""}
        placeholder={t("customers.search.label")}
        loading={isLooking || pages.isPending}
        value={value}
        onChange={onChange}
        showSearch={{ filterOption: false, onSearch: setTyped }}
        notFoundContent={isLooking ? t("common.loading") : t("customers.none.title")}
        options={[
          ...(typed === "" ? like : []).map(({ other, score }) => ({
            value: other.id,
            label: t("customers.merge.like_named", { name: other.name, score: Math.round(score) }),
          })),
          ...others.map((each) => ({
            value: each.id,
            label: [words.title(each), each.contact, each.phone].filter(Boolean).join(" · "),
          })),
        ]}
      />
    </div>
  );
}
