/** The first account, its owner and its first site; reached by the link that the server prints once. */
import { useQuery } from "@tanstack/react-query";
import { post } from "../api/http.ts";
import type { LoginOut, Shape } from "../api/shapes.ts";
import { useForm } from "../forms/use-form.ts";
import { useLanguage, useText } from "../i18n/text.tsx";
import { Button, ButtonLink } from "../parts/button.tsx";
import { TextField } from "../parts/field.tsx";
import { Notice } from "../parts/notice.tsx";
import { AccountPage } from "./account-page.tsx";
import { DeadLink, isDeadLink, Opening } from "./link-page.tsx";
import { useEnter } from "./login.tsx";
import { checkNewPassword, NewPasswordField } from "./new-password-field.tsx";
import { setupQuery } from "./setup-query.ts";

export function Setup({ token }: { readonly token: string | undefined }) {
  const t = useText();
  const state = useQuery(setupQuery);
  if (!state.isSuccess) return <Opening title={t("account.setup.title")} query={state} lines={3} />;
  if (!state.data.open) {
    return (
      <DeadLink
        title={t("account.setup.closed_title")}
        action={
          <ButtonLink to="/login" kind="primary" size="big">
            {t("account.login.submit")}
          </ButtonLink>
        }
      >
        {t("account.setup.closed")}
      </DeadLink>
    );
  }
  return token === undefined ? <DeadSetupLink /> : <SetupForm token={token} />;
}

function DeadSetupLink() {
  const t = useText();
  return (
    <DeadLink title={t("account.dead_link.title")} action={null}>
      {t("account.setup.dead")}
    </DeadLink>
  );
}

function SetupForm({ token }: { readonly token: string }) {
  const t = useText();
  const language = useLanguage();
  const enter = useEnter();
  const form = useForm({
    initial: { account_name: "", site_name: "", name: "", email: "", password: "" },
    check: (values) => ({
      account_name: values.account_name.trim() === "" ? t("account.setup.account_missing") : undefined,
      site_name: values.site_name.trim() === "" ? t("account.setup.site_missing") : undefined,
      name: values.name.trim() === "" ? t("account.name.missing") : undefined,
      email: values.email.trim() === "" ? t("account.email.missing") : undefined,
      password: checkNewPassword(values.password, t),
    }),
    send: async (values) => {
      await post<LoginOut, Shape<"SetupIn">>("/api/agent/setup", {
        token,
        account_name: values.account_name.trim(),
        site_name: values.site_name.trim(),
        name: values.name.trim(),
        email: values.email.trim(),
        password: values.password,
        language,
      });
      await enter();
    },
  });
  if (isDeadLink(form.reason)) return <DeadSetupLink />;
  return (
    <AccountPage title={t("account.setup.title")} lead={t("account.setup.lead")}>
      <form onSubmit={form.submit} noValidate>
        <TextField
          label={t("account.setup.account")}
          hint={t("account.setup.account_hint")}
          autoComplete="organization"
          maxLength={80}
          {...form.text("account_name")}
        />
        <TextField
          label={t("account.setup.site")}
          hint={t("account.setup.site_hint")}
          maxLength={80}
          {...form.text("site_name")}
        />
        <TextField
          label={t("account.name.label")}
          autoComplete="name"
          maxLength={120}
          {...form.text("name")}
        />
        <TextField
          label={t("account.email.label")}
          type="email"
          autoComplete="username"
          inputMode="email"
          {...form.text("email")}
        />
        <NewPasswordField label={t("account.password.label")} {...form.text("password")} />
        {form.failure !== undefined && (
          <Notice kind="bad" role="alert">
            {form.failure}
          </Notice>
        )}
        <Button kind="primary" size="big" type="submit" busy={form.sending}>
          {t("account.setup.submit")}
        </Button>
      </form>
    </AccountPage>
  );
}
