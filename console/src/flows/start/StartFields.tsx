import { Button, Input } from "antd";
import { useTranslation } from "react-i18next";
import { useMay } from "../../auth/queries";
import create from "../../leads/create/Create.module.css";
import { FormField } from "../../leads/create/FormField";
import type { Draft, LeadField } from "../../leads/lead/fields";
import { Chips } from "../../ui/Chips";
import { DayField } from "../../workspace/DayField";
import { CustomerSelect } from "../CustomerSelect";
import type { Drafts } from "../fields";
import { type FlowView, PRIORITIES, type Priority } from "../types";
import { useFlowWords } from "../useFlowWords";

export interface RunAbout {
  title: string;
  customer: string | null;
  /** `YYYY-MM-DD`, or empty. */
  promised: string;
}

interface StartFieldsProps {
  id: string;
  flow: FlowView;
  fields: LeadField[];
  drafts: Drafts;
  problems: Readonly<Record<string, string>>;
  about: RunAbout;
  priority: Priority;
  hasCustomer: boolean;
  onDraft: (id: string, draft: Draft) => void;
  onAbout: (next: RunAbout) => void;
  onPriority: (next: Priority) => void;
}

/** What a run is about, what its flow asks for, and what was promised. */
export function StartFields(props: StartFieldsProps) {
  const { id, flow, fields, drafts, problems, about, priority } = props;
  const { t } = useTranslation();
  const may = useMay();
  const words = useFlowWords();
  const { description } = flow.definition;
  return (
    <>
      {description && <p className={create.label}>{words.names(description)}</p>}
      {props.hasCustomer && may("customers.read") && (
        <div>
          <label className={create.label} htmlFor={`${id}-customer`}>
            {t("flows.start.customer")}
          </label>
          <CustomerSelect
            id={`${id}-customer`}
            className={create.wide ?? ""}
            label={t("flows.start.customer")}
            value={about.customer}
            onChange={(customer) => props.onAbout({ ...about, customer })}
          />
        </div>
      )}
      <div>
        <label className={create.label} htmlFor={`${id}-title`}>
          {t("flows.start.title_label")}
        </label>
        <Input
          id={`${id}-title`}
          maxLength={200}
          placeholder={t("flows.start.title_usual")}
          value={about.title}
          onChange={({ target }) => props.onAbout({ ...about, title: target.value })}
        />
      </div>
      {fields.map((field) => (
        <FormField
          key={field.id}
          id={`${id}-${field.id}`}
          field={field}
          value={drafts[field.id] ?? ""}
          problem={problems[field.id]}
          hasFocus={false}
          onChange={(draft) => props.onDraft(field.id, draft)}
        />
      ))}
      <div>
        <label className={create.label} htmlFor={`${id}-promised`}>
          {t("flows.start.promised")}
        </label>
        <DayField
          id={`${id}-promised`}
          look="box"
          placeholder={about.promised ? undefined : t("flows.start.no_promise")}
          value={about.promised}
          onChange={(promised) => props.onAbout({ ...about, promised })}
        />
        {about.promised && (
          <Button type="link" size="small" onClick={() => props.onAbout({ ...about, promised: "" })}>
            {t("flows.start.no_promise")}
          </Button>
        )}
      </div>
      <Chips
        label={t("flows.start.priority")}
        options={PRIORITIES.map((value) => ({ value, label: words.priority(value) }))}
        value={priority}
        onChange={props.onPriority}
      />
    </>
  );
}
