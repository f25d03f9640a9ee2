import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ifMatch, tagged } from "../api/client";
import { isProblem } from "../api/problem";
import { StaleNotice } from "../settings/changes/StaleNotice";
import { ErrorNotice } from "../ui/ErrorNotice";
import styles from "./Customers.module.css";
import { type CustomerField, IDENTIFYING } from "./fields";
import { type Change, CUSTOMERS_KEY, customerKey } from "./queries";
import type { Customer, TaggedCustomer } from "./types";
import { useCustomerWords } from "./useCustomerWords";

interface CustomerFormProps {
  customer: TaggedCustomer;
  fields: CustomerField[];
  onClose: () => void;
}

type Drafts = Partial<Record<CustomerField, string>>;
const TYPES: Partial<Record<CustomerField, string>> = { phone: "tel", email: "email" };

/** Only what was touched is sent; somebody else's change meanwhile is shown, never overwritten unseen. */
export function CustomerForm({ customer, fields, onClose }: CustomerFormProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const cache = useQueryClient();
  const words = useCustomerWords();
  const id = useId();
  const [base, setBase] = useState(customer);
  const [drafts, setDrafts] = useState<Drafts>({});
  const [isNameMissing, setNameMissing] = useState(false);
  const typedIn = (field: CustomerField) => drafts[field] ?? base.body[field] ?? "";
  const touched = fields.filter((each) => typedIn(each).trim() !== (base.body[each] ?? ""));
  const saving = useMutation({
    mutationFn: (body: Change) =>
      tagged(
        api.PATCH("/v1/customers/{customer_id}", {
          params: { path: { customer_id: base.body.id } },
          headers: ifMatch(base.etag),
          body,
        }),
      ),
    onSuccess: (after) => {
      cache.setQueryData(customerKey(after.body.id), after);
      void cache.invalidateQueries({ queryKey: CUSTOMERS_KEY });
      void cache.invalidateQueries({ queryKey: ["leads"], refetchType: "none" });
      void message.success(t("customers.facts.saved"));
      onClose();
    },
    onError: () => void cache.invalidateQueries({ queryKey: customerKey(base.body.id) }),
  });
  const { error } = saving;
  const isStale = isProblem(error, "stale_version");
  // The refusal names no field; where only one of those that identify was touched, it is that one.
  const identifying = touched.filter((each) => IDENTIFYING.has(each));
  const taken = isProblem(error, "identity_taken") && identifying.length === 1 ? identifying[0] : undefined;
  const problemOf = (field: CustomerField) => {
    if (field === "name" && isNameMissing) return t("leads.field.required");
    if (field === taken) return t("customers.facts.taken");
    return isProblem(error) ? error.errors.find((each) => each.field === field)?.message : undefined;
  };
  const save = () => {
    if (touched.length === 0) return onClose();
    if (touched.includes("name") && !typedIn("name").trim()) return setNameMissing(true);
    saving.mutate(Object.fromEntries(touched.map((each) => [each, typedIn(each).trim() || null])) as Change);
  };
  const said = (value: Customer) =>
    Object.fromEntries(fields.map((each) => [words.label(each), value[each] ?? ""]));
  const reload = () => {
    setBase(customer);
    saving.reset();
  };
  return (
    <form
      className={styles.form}
      aria-label={t("customers.facts.edit")}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
    >
      {fields.map((field, at) => {
        const problem = problemOf(field);
        return (
          <div key={field}>
            <label htmlFor={`${id}-${field}`}>{words.label(field)}</label>
            <Input
              id={`${id}-${field}`}
              autoFocus={at === 0}
              type={TYPES[field] ?? "text"}
              maxLength={200}
              value={typedIn(field)}
              aria-invalid={problem !== undefined}
              aria-describedby={problem ? `${id}-${field}-problem` : undefined}
              onChange={({ target }) => {
                setDrafts({ ...drafts, [field]: target.value });
                setNameMissing(false);
                if (!isStale) saving.reset();
              }}
            />
            {problem && (
              <p id={`${id}-${field}-problem`} role="alert" className={styles.problem}>
                {problem}
              </p>
            )}
          </div>
        );
      })}
      {isStale ? (
        <StaleNotice
          base={said(base.body)}
          theirs={said(customer.body)}
          mine={said({ ...base.body, ...drafts })}
          onReload={reload}
        />
      ) : (
        !taken && <ErrorNotice error={error} />
      )}
      <div className={styles.buttons}>
        <Button onClick={onClose}>{t("leads.cancel")}</Button>
        <Button type="primary" htmlType="submit" loading={saving.isPending} disabled={isStale}>
          {t("leads.save")}
        </Button>
      </div>
    </form>
  );
}
