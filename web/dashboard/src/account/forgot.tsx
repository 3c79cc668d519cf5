/** Asking for a new password. The answer is the same whether the address is known or not. */
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../api/http.ts";
import type { Shape } from "../api/shapes.ts";
import { useForm } from "../forms/use-form.ts";
import { useText } from "../i18n/text.tsx";
import { Button } from "../parts/button.tsx";
import { TextField } from "../parts/field.tsx";
import { Notice } from "../parts/notice.tsx";
import { AccountPage } from "./account-page.tsx";

export function Forgot() {
  const t = useText();
  const [sentTo, setSentTo] = useState<string>();
  const form = useForm({
    initial: { email: "" },
    check: ({ email }) => ({ email: email.trim() === "" ? t("account.email.missing") : undefined }),
    send: async ({ email }) => {
      await post<void, Shape<"ForgotIn">>("/api/agent/password/forgot", { email: email.trim() });
      setSentTo(email.trim());
    },
  });
  if (sentTo !== undefined) {
    return (
      <AccountPage
        title={t("account.forgot.sent_title")}
        lead={t("account.forgot.sent_text", { email: sentTo })}
      >
        <p className="account-line">
          <Link to="/login">{t("account.to_login")}</Link>
        </p>
      </AccountPage>
    );
  }
  return (
    <AccountPage title={t("account.forgot.title")} lead={t("account.forgot.lead")}>
      <form onSubmit={form.submit} noValidate>
        <TextField
          label={t("account.email.label")}
          type="email"
          autoComplete="username"
          inputMode="email"
          {...form.text("email")}
        />
        {form.failure !== undefined && (
          <Notice kind="bad" role="alert">
            {form.failure}
          </Notice>
        )}
        <Button kind="primary" size="big" type="submit" busy={form.sending}>
          {t("account.forgot.submit")}
        </Button>
      </form>
      <p className="account-line">
        <Link to="/login">{t("account.to_login")}</Link>
      </p>
    </AccountPage>
  );
}
