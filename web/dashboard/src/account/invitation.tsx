/** Accepting an invitation: the name, a password, and in. The language is the one of this page. */
import { post } from "../api/http.ts";
import type { LoginOut, Shape } from "../api/shapes.ts";
import { useForm } from "../forms/use-form.ts";
import { useLanguage, useText } from "../i18n/text.tsx";
import { Button, ButtonLink } from "../parts/button.tsx";
import { TextField } from "../parts/field.tsx";
import { Notice } from "../parts/notice.tsx";
import { AccountPage } from "./account-page.tsx";
import { DeadLink, isDeadLink, Opening, useOpenedLink } from "./link-page.tsx";
import { useEnter } from "./login.tsx";
import { checkNewPassword, NewPasswordField } from "./new-password-field.tsx";

type InvitationOut = Shape<"InvitationOut">;

export function Invitation({ token }: { readonly token: string | undefined }) {
  const t = useText();
  const invitation = useOpenedLink<InvitationOut>("/api/agent/invitations/open", token);
  if (token === undefined || isDeadLink(invitation.error)) return <DeadInvitation />;
  if (!invitation.isSuccess) {
    return <Opening title={t("account.invitation.title")} query={invitation} lines={3} />;
  }
  return <InvitationForm token={token} invitation={invitation.data} />;
}

function DeadInvitation() {
  const t = useText();
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

interface InvitationFormProps {
  readonly token: string;
  readonly invitation: InvitationOut;
}

function InvitationForm({ token, invitation }: InvitationFormProps) {
  const t = useText();
  const language = useLanguage();
  const enter = useEnter();
  const form = useForm({
    initial: { name: invitation.name, password: "" },
    check: ({ name, password }) => ({
      name: name.trim() === "" ? t("account.name.missing") : undefined,
      password: checkNewPassword(password, t),
    }),
    send: async ({ name, password }) => {
      await post<LoginOut, Shape<"InvitationAcceptIn">>("/api/agent/invitations/accept", {
        token,
        name: name.trim(),
        password,
        language,
      });
      await enter();
    },
  });
  // Somebody else may have used the link since it was opened.
  if (isDeadLink(form.reason)) return <DeadInvitation />;
  const lead = t("account.invitation.lead", { account: invitation.account_name, email: invitation.email });
  return (
    <AccountPage title={t("account.invitation.title")} lead={lead}>
      <form onSubmit={form.submit} noValidate>
        {/* Password managers need to know whose password this becomes. */}
        <input type="email" value={invitation.email} autoComplete="username" readOnly hidden />
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
