/** Accepting an invitation: the name, a password, and in. The language is the one of this page. */
import { post } from "../api/http.ts";
import type { LoginOut, Shape } from "../api/shapes.ts";
import { useForm } from "../forms/use-form.ts";
import { useLanguage, useText } from "../i18n/text.tsx";
import { Button, ButtonLink } from "../parts/button.tsx";
import { TextField } from "../parts/field.tsx";
import { Notice } from "../parts/notice.tsx";
import { AccountPage } from "./account-page.tsx";
import { DeadLink, isDeadLink } from "./link-page.tsx";
import { useEnter } from "./login.tsx";
import { checkNewPassword, NewPasswordField } from "./new-password-field.tsx";

export function Invitation({ token }: { readonly token: string | undefined }) {
  const t = useText();
  const language = useLanguage();
  const enter = useEnter();
  const form = useForm({
    initial: { name: "", password: "" },
    check: ({ name, password }) => ({
      name: name.trim() === "" ? t("account.name.missing") : undefined,
      password: checkNewPassword(password, t),
    }),
    send: async ({ name, password }) => {
      await post<LoginOut, Shape<"InvitationAcceptIn">>("/api/agent/invitations/accept", {
        token: token ?? "",
        name: name.trim(),
        password,
        language,
      });
      await enter();
    },
  });
  if (token === undefined || isDeadLink(form.reason)) {
    return (
      <DeadLink
        title={t("account.dead_link.title")}
        action={
          <ButtonLink to="/login" size="big">
            {t("account.to_login")}
          </ButtonLink>
        }
      >
        {t("account.invitation.dead")}
      </DeadLink>
    );
  }
  return (
    <AccountPage title={t("account.invitation.title")} lead={t("account.invitation.lead")}>
      <form onSubmit={form.submit} noValidate>
        <TextField
          label={t("account.name.label")}
          autoComplete="name"
          maxLength={120}
          {...form.text("name")}
        />
        <NewPasswordField {...form.text("password")} />
        {form.failure !== undefined && (
          <Notice kind="bad" role="alert">
            {form.failure}
          </Notice>
        )}
        <Button kind="primary" size="big" type="submit" busy={form.sending}>
          {t("account.invitation.submit")}
        </Button>
      </form>
    </AccountPage>
  );
}
