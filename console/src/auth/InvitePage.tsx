import { Button, Form } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useSearchParams } from "react-router";
import { isProblem } from "../api/problem";
import { ErrorNotice } from "../ui/ErrorNotice";
import { PlainForm } from "../ui/PlainForm";
import { useFieldProblems } from "../ui/useFieldProblems";
import { AuthFrame } from "./AuthFrame";
import { FormHeading } from "./FormHeading";
import { NameField, NewPasswordField } from "./fields";
import { TeamPicture } from "./pictures/TeamPicture";
import { useAcceptInvite } from "./queries";

interface Fields {
  name?: string;
  password: string;
}

/** Opened from the letter: `/invite?token=...`. */
export function Component() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const token = useSearchParams()[0].get("token");
  const [form] = Form.useForm<Fields>();
  const accept = useAcceptInvite();
  const problem = useFieldProblems(form, accept.error);
  const isLinkDead = !token || isProblem(accept.error, "link_ended");
  const submit = ({ name, password }: Fields) =>
    token &&
    accept.mutate({ token, password, name: name?.trim() || null }, { onSuccess: () => void navigate("/") });
  return (
    <AuthFrame picture={<TeamPicture />} caption={t("auth.invite.caption")}>
      {isLinkDead ? (
        <>
          <FormHeading key="dead" title={t("auth.link_dead.title")}>
            {t("auth.link_dead.invite")}
          </FormHeading>
          <Link to="/login">{t("auth.to_sign_in")}</Link>
        </>
      ) : (
        <>
          <FormHeading key="join" title={t("auth.invite.title")}>
            {t("auth.invite.hint")}
          </FormHeading>
          <ErrorNotice error={problem} />
          <PlainForm form={form} onFinish={submit}>
            <NameField
              name="name"
              label={t("auth.invite.name")}
              placeholder={t("auth.invite.name_hint")}
              autoComplete="name"
              optional
            />
            <NewPasswordField label={t("auth.field.password")} />
            <Button type="primary" htmlType="submit" size="large" block loading={accept.isPending}>
              {t("auth.invite.submit")}
            </Button>
          </PlainForm>
        </>
      )}
    </AuthFrame>
  );
}
