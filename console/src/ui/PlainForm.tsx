import { Form, type FormProps } from "antd";
import type { ReactNode } from "react";

type PlainFormProps<Values> = Omit<FormProps<Values>, "children"> & { children: ReactNode };

/**
 * A form with labels above and one rule about errors: they appear on leaving a field or on submitting, and go as soon
 * as the field is changed. Give the fields `validateTrigger="onBlur"`.
 */
export function PlainForm<Values extends object>(props: PlainFormProps<Values>) {
  const [own] = Form.useForm<Values>();
  const form = props.form ?? own;
  const forget = (changed: Partial<Values>, all: Values) => {
    const names = Object.keys(changed) as (keyof Values)[];
    form.setFields(names.map((name) => ({ name: name as never, errors: [] })));
    props.onValuesChange?.(changed, all);
  };
  return (
    <Form<Values> layout="vertical" requiredMark={false} {...props} form={form} onValuesChange={forget} />
  );
}
