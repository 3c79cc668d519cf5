/** Choosing a new password with the link of the mail. */
import { useNavigate } from "@tanstack/react-router";
import { post } from "../api/http.ts";
import type { Shape } from "../api/shapes.ts";
import { useForm } from "../forms/use-form.ts";
import { useText } from "../i18n/text.tsx";
import { Button, ButtonLink } from "../parts/button.tsx";
import { Notice } from "../parts/notice.tsx";
import { toast } from "../parts/toast.tsx";
import { AccountPage } from "./account-page.tsx";
import { DeadLink, isDeadLink, Opening, useOpenedLink } from "./link-page.tsx";
import { checkNewPassword, NewPasswordField } from "./new-password-field.tsx";

export function Reset({ token }: { readonly token: string | undefined }) {
  const t = useText();
  const link = useOpenedLink<Shape<"ResetOut">>("/api/agent/password/reset/open", token);
  if (token === undefined || isDeadLink(link.error)) return <DeadReset />;
  if (!link.isSuccess) return <Opening title={t("account.reset.title")} query={link} lines={2} />;
  return <ResetForm token={token} email={link.data.email} />;
}

function DeadReset() {
  const t = useText();
  return (
    <DeadLink
      title={t("account.dead_link.title")}
      action={
        <ButtonLink to="/forgot" kind="primary" size="big">
          {t("account.reset.ask_again")}
        </ButtonLink>
      }
    >
      {t("account.reset.dead")}
    </DeadLink>
  );
}

function ResetForm({ token, email }: { readonly token: string; readonly email: string }) {
  const t = useText();
  const navigate = useNavigate();
  const form = useForm({
    initial: { password: "" },
    check: ({ password }) => ({ password: checkNewPassword(password, t) }),
    send: async ({ password }) => {
      await post<void, Shape<"ResetIn">>("/api/agent/password/reset", { token, password });
      toast(t("account.reset.done"));
      await navigate({ to: "/login", replace: true });
    },
  });
  // It may have been used in another tab, or have expired, since it was opened.
  if (isDeadLink(form.reason)) return <DeadReset />;
  return (
    <AccountPage title={t("account.reset.title")} lead={t("account.reset.lead")}>
      <form onSubmit={form.submit} noValidate>
        {/* Password managers need to know whose password this becomes. */}
        <input type="email" value={email} autoComplete="username" readOnly hidden />
        <NewPasswordField {...form.text("password")} />
        {form.failure !== undefined && (
          <Notice kind="bad" role="alert">
            {form.failure}
          </Notice>
        )}
        <Button kind="primary" size="big" type="submit" busy={form.sending}>
          {t("account.reset.submit")}
        </Button>
      </form>
    </AccountPage>
  );
}
